package face

import "postroom/app/fault"

// help explains an error by its code, nil if there is no such code.
func (f *Face) help(code string) *Help {
	h, ok := fault.HelpFor(f.language(), code)
	if !ok {
		return nil
	}
	v := Help(h)
	return &v
}

// allHelp explains every error.
func (f *Face) allHelp() []Help {
	list := []Help{}
	for _, h := range fault.AllHelp(f.language()) {
		list = append(list, Help(h))
	}
	return list
}
