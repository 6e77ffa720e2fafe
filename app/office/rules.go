package office

import (
	"context"
	"time"

	"postroom/app/processing"
)

// ProcessingRule is a rule about what is set aside.
type ProcessingRule struct {
	ID      string             `json:"id"`      // bulk, auto, internal for a built-in one
	Kind    string             `json:"kind"`    // builtin, sender, domain, subject, mailbox
	Value   string             `json:"value"`   // empty for a built-in one
	Effect  string             `json:"effect"`  // aside, keep
	On      bool               `json:"on"`      //
	Mails   int                `json:"mails"`   // that it has set aside
	Against []string           `json:"against"` // ids of the rules that say the opposite of some of the same mails
	Loses   []string           `json:"loses"`   // those of them that win
	Clients []processing.Brief `json:"clients"` // whose mails it sets aside: perhaps more than was meant
	Made    *time.Time         `json:"made"`
}

func ruleView(v processing.RuleView) ProcessingRule {
	r := ProcessingRule{ID: v.ID, Kind: v.Kind, Value: v.Value, Effect: "aside", On: !v.Off, Mails: v.Mails, Against: append([]string{}, v.Against...),
		Loses: append([]string{}, v.Loses...), Clients: append([]processing.Brief{}, v.Clients...), Made: moment(v.Made)}
	if v.Keep {
		r.Effect = "keep"
	}
	if v.Builtin {
		r.Kind = "builtin"
	}
	return r
}

// ProcessingRules lists the built-in rules and the office's own, those that win over others first.
func (o *Office) ProcessingRules() ([]ProcessingRule, error) {
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	see, err := o.sight()
	if err != nil {
		return nil, err
	}
	views, err := room.Rules(see)
	if err != nil {
		return nil, err
	}
	list := []ProcessingRule{}
	for _, v := range views {
		list = append(list, ruleView(v))
	}
	return list, nil
}

// AddRule makes a rule that sets mails aside, or with keep one that keeps them from being set aside, and gives it with what it
// contradicts. Codes: "rule-value", "rule-contradicts", "rule-many".
func (o *Office) AddRule(ctx context.Context, kind, value string, keep bool) (*ProcessingRule, error) {
	room, err := o.room()
	if err != nil {
		return nil, err
	}
	made, n, err := room.AddRule(ctx, processing.Rule{Kind: kind, Value: value, Keep: keep})
	if err != nil {
		return nil, err
	}
	o.tell(Event{Kind: EventProcessing, Done: n})
	list, err := o.ProcessingRules()
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i].ID == made.ID {
			return &list[i], nil
		}
	}
	v := ruleView(processing.RuleView{Rule: made}) // somebody has removed it already
	return &v, nil
}

// SwitchRule switches a rule on or off, by its id. Code: "rule-unknown".
func (o *Office) SwitchRule(ctx context.Context, id string, on bool) error {
	return o.changeRule(func(room *processing.Room) (int, error) { return room.SwitchRule(ctx, id, on) })
}

// DropRule takes a rule of the office's own away. Code: "rule-unknown".
func (o *Office) DropRule(ctx context.Context, id string) error {
	return o.changeRule(func(room *processing.Room) (int, error) { return room.DropRule(ctx, id) })
}

func (o *Office) changeRule(do func(*processing.Room) (int, error)) error {
	room, err := o.room()
	if err != nil {
		return err
	}
	n, err := do(room)
	if err == nil {
		o.tell(Event{Kind: EventProcessing, Done: n})
	}
	return err
}
