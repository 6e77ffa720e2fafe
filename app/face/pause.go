package face

import (
	"time"

	"postroom/app/fault"
	"postroom/app/office"
)

// morning is the hour until which a pause "until tomorrow" lasts.
const morning = 6

// pauseEnd is when a pause ends that begins now; zero is never by itself.
func (f *Face) pauseEnd(until string) (end time.Time, err error) {
	now := f.opts.Now()
	switch until {
	case "1h":
		end = now.Add(time.Hour)
	case "tomorrow":
		day := now.Local().AddDate(0, 0, 1)
		end = time.Date(day.Year(), day.Month(), day.Day(), morning, 0, 0, 0, time.Local)
	case "":
	default:
		err = &fault.Error{Class: fault.Bug, Code: "bug", Op: "pause", Detail: "unknown length"}
	}
	return end, err
}

func (f *Face) pause(o *office.Office, until string) error {
	end, err := f.pauseEnd(until)
	if err == nil {
		err = o.Pause(end)
	}
	f.changed()
	return err
}

func (f *Face) pauseMailbox(o *office.Office, mailbox, until string) error {
	end, err := f.pauseEnd(until)
	if err == nil {
		err = o.PauseMailbox(mailbox, end)
	}
	f.changed()
	return err
}

// resume ends the pause of everything or, if there is none, those of single mailboxes: when each of them is paused, all
// is paused for the person.
func (f *Face) resume(o *office.Office) error {
	defer f.changed()
	status, err := o.Status()
	if err != nil {
		return err
	}
	if status.Paused != nil {
		return o.Resume()
	}
	for _, m := range status.Mailboxes {
		if m.Paused == nil {
			continue
		}
		if err := o.ResumeMailbox(m.Address); err != nil {
			return err
		}
	}
	return nil
}

// rest tells of the mailboxes that are paused one by one: what they hold is not being worked on. If there is no other, it
// gives the pause that ends first.
func (s *scene) rest(v *Overview) (all *office.Pause) {
	var waiting []Waiting
	at := 0
	for _, m := range s.status.Mailboxes {
		if m.State == "disconnected" || m.State == "reauthenticate" {
			continue
		}
		at++
		if m.Paused == nil {
			continue
		}
		v.Left -= m.Waiting
		waiting = append(waiting, Waiting{Kind: "paused", Mailbox: m.Address, Count: m.Waiting, Reason: s.say("short.paused", nil), Until: when(m.Paused.Until)})
		if all == nil || m.Paused.Until != nil && (all.Until == nil || m.Paused.Until.Before(*all.Until)) {
			all = m.Paused
		}
	}
	if len(waiting) == at || s.status.Paused != nil {
		return all // the sentence above says it
	}
	v.Waiting = append(v.Waiting, waiting...)
	return nil
}
