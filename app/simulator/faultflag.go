package simulator

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SetFault sets a fault or a behaviour by words, for flags such as --fault throttle=3,retry-after=2.5.
//
// The name is a FaultKind, or a field of Behaviour as in JSON, or "hostile" (value: seed), "latency" (value: duration),
// "bandwidth" (value: bytes per second), "ratelimit" (on, off). The value of a fault starts with "on", "off", a number of
// hits or a percentage, and goes on with any of retry-after=, mailbox=, message=, method=, path=, delay=, size=, status=,
// code=, text=, count=, p=, separated by commas. Behaviours take "on" (half of the time), "off", a percentage or a probability.
func (s *Simulator) SetFault(name, value string) error {
	if err := s.setFault(name, strings.TrimSpace(value)); err != nil {
		return fmt.Errorf("fault %s=%s: %w", name, value, err)
	}
	return nil
}

func (s *Simulator) setFault(name, value string) error {
	switch name {
	case "hostile":
		if value == "off" {
			s.SetBehaviour(Behaviour{})
			return nil
		}
		seed, err := strconv.ParseUint(strings.TrimPrefix(value, "on"), 10, 64)
		if err != nil && value != "on" && value != "" {
			return fmt.Errorf("%w: the seed is a number", ErrFault)
		}
		s.Hostile(seed)
		return nil
	case "latency":
		d, err := time.ParseDuration(value)
		if err != nil || d < 0 {
			return fmt.Errorf("%w: latency is a duration such as 40ms", ErrFault)
		}
		s.SetLatency(d)
		return nil
	case "bandwidth":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 {
			return fmt.Errorf("%w: bandwidth is a number of bytes per second", ErrFault)
		}
		s.SetBandwidth(n)
		return nil
	case "ratelimit":
		s.SetRateLimit(value != "off")
		return nil
	}
	if known, err := s.setBehaviour(name, value); known {
		return err
	}
	f := Fault{Kind: FaultKind(name)}
	if _, ok := faultAnswers[f.Kind]; !ok && f.Kind != Code {
		return fmt.Errorf("%w: known are %s", ErrFault, strings.Join(FaultNames(), ", "))
	}
	if value == "off" {
		s.RemoveFault(name)
		return nil
	}
	if err := f.parse(value); err != nil {
		return err
	}
	_, err := s.AddFault(f)
	return err
}

// FaultNames lists the names that SetFault takes.
func FaultNames() []string {
	names := []string{string(Code), "hostile", "latency", "bandwidth", "ratelimit"}
	for k := range faultAnswers {
		names = append(names, string(k))
	}
	for name := range behaviourFields() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// behaviourFields maps the JSON names of Behaviour's fields to their places.
func behaviourFields() map[string]int {
	fields := map[string]int{}
	t := reflect.TypeFor[Behaviour]()
	for i := range t.NumField() {
		fields[t.Field(i).Tag.Get("json")] = i
	}
	delete(fields, "seed")
	return fields
}

// setBehaviour sets one field of the behaviour; known is false when there is no such field.
func (s *Simulator) setBehaviour(name, value string) (known bool, err error) {
	i, known := behaviourFields()[name]
	if !known {
		return false, nil
	}
	b := s.Behaviour()
	field := reflect.ValueOf(&b).Elem().Field(i)
	on, number := value == "on" || value == "", 0.0
	switch {
	case on:
		number = 0.5
	case value == "off":
	case field.Kind() == reflect.Float64:
		if number, err = probability(value); err != nil {
			return true, err
		}
	default:
		return true, fmt.Errorf("%w: %s is on or off", ErrFault, name)
	}
	if field.Kind() == reflect.Bool {
		field.SetBool(on)
	} else {
		field.SetFloat(number)
	}
	s.SetBehaviour(b)
	return true, nil
}

func probability(text string) (float64, error) {
	number, percent := strings.CutSuffix(text, "%")
	p, err := strconv.ParseFloat(number, 64)
	if percent {
		p /= 100
	}
	if err != nil || p < 0 || p > 1 {
		return 0, fmt.Errorf("%w: %q is not a probability", ErrFault, text)
	}
	return p, nil
}

// parse reads the value of a fault.
func (f *Fault) parse(value string) (err error) {
	for i, word := range strings.Split(value, ",") {
		name, v, pair := strings.Cut(word, "=")
		switch {
		case !pair && i == 0 && (word == "" || word == "on"):
		case !pair && i == 0 && strings.HasSuffix(word, "%"):
			f.Probability, err = probability(word)
		case !pair && i == 0:
			f.Count, err = strconv.Atoi(word)
		default:
			err = f.set(name, v)
		}
		if err != nil {
			return fmt.Errorf("%w: %q: %w", ErrFault, word, err)
		}
	}
	return nil
}

func (f *Fault) set(name, v string) (err error) {
	switch name {
	case "retry-after":
		f.RetryAfter = v
	case "mailbox":
		f.Mailbox = v
	case "message":
		f.Message = v
	case "method":
		f.Method = v
	case "path":
		f.Path = v
	case "code":
		f.Code = v
	case "text":
		f.Text = v
	case "delay":
		f.Delay, err = time.ParseDuration(v)
	case "size":
		f.Size, err = strconv.Atoi(v)
	case "status":
		f.Status, err = strconv.Atoi(v)
	case "count":
		f.Count, err = strconv.Atoi(v)
	case "p":
		f.Probability, err = probability(v)
	default:
		err = fmt.Errorf("no such word")
	}
	return err
}

// faultJSON is a Fault whose delay is written as a duration, "2s".
type faultJSON struct {
	*plainFault
	Delay string `json:"delay,omitempty"`
}

type plainFault Fault

// MarshalJSON writes the delay as a duration.
func (f Fault) MarshalJSON() ([]byte, error) {
	out := faultJSON{plainFault: (*plainFault)(&f)}
	if f.Delay > 0 {
		out.Delay = f.Delay.String()
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads the delay as a duration.
func (f *Fault) UnmarshalJSON(b []byte) error {
	in := faultJSON{plainFault: (*plainFault)(f)}
	if err := json.Unmarshal(b, &in); err != nil {
		return err
	}
	if in.Delay == "" {
		return nil
	}
	d, err := time.ParseDuration(in.Delay)
	f.Delay = d
	return err
}
