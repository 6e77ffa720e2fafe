package face

import (
	"testing"
	"time"

	"postroom/app/demo"
	"postroom/app/office"
)

func TestBarsReachAsFarAsPeopleWork(t *testing.T) {
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	moment := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, brussels) }
	spans := func(clocks ...int) (list []office.TimeSpan) {
		for i := 0; i < len(clocks); i += 2 {
			list = append(list, office.TimeSpan{Start: moment(23, clocks[i]/100, clocks[i]%100).UTC(), End: moment(23, clocks[i+1]/100, clocks[i+1]%100).UTC()})
		}
		return list
	}
	for _, tt := range []struct {
		name        string
		now         time.Time
		people      int
		hours       map[string][]office.TimeSpan
		first, last int
	}{
		{"nobody's are known", moment(20, 12, 0), 2, nil, 7, 19},
		{"nobody works", moment(20, 12, 0), 1, map[string][]office.TimeSpan{"an": nil}, 7, 19},
		{"an hour around it", moment(20, 12, 0), 1, map[string][]office.TimeSpan{"an": spans(900, 1700)}, 8, 18},
		{"full hours", moment(20, 12, 0), 1, map[string][]office.TimeSpan{"an": spans(830, 1630)}, 7, 18},
		{"of several", moment(20, 12, 0), 2, map[string][]office.TimeSpan{"an": spans(900, 1200), "bert": spans(1500, 2300)}, 8, 24},
		{"one is not known", moment(20, 12, 0), 2, map[string][]office.TimeSpan{"an": spans(900, 1700)}, 7, 19},
		{"at night", moment(20, 12, 0), 1, map[string][]office.TimeSpan{"an": spans(0, 600, 2200, 2400)}, 0, 24},
		{"now is late", moment(23, 21, 30), 1, map[string][]office.TimeSpan{"an": spans(900, 1700)}, 8, 22},
		{"now is early", moment(23, 5, 30), 1, map[string][]office.TimeSpan{"an": spans(900, 1700)}, 5, 18},
	} {
		from, to := hoursOf(moment(23, 0, 0), tt.now)
		from, to = reaching(from, to, tt.now, tt.people, tt.hours)
		if !from.Equal(moment(23, tt.first, 0)) || !to.Equal(moment(23, tt.last, 0)) {
			t.Errorf("%s: from %v to %v, want from %d to %d", tt.name, from, to, tt.first, tt.last)
		}
	}
}

func TestDayTellsWhenPeopleWork(t *testing.T) {
	w := newWorld(t, nil)
	a := w.connect()
	w.must(w.demo.LetPeople())
	w.must(w.face.ShowPeople(t.Context(), a.ID, demo.Colleagues))
	monday := time.Now()
	for monday.Weekday() != time.Monday {
		monday = monday.AddDate(0, 0, 1)
	}
	v, err := w.api.TeamDay(monday.Format(time.DateOnly), false)
	w.must(err)
	for _, p := range v.Team {
		if !p.KnowsHours || len(p.Hours) != 1 || p.Hours[0].From < v.From || p.Hours[0].To > v.To {
			t.Errorf("%s works %+v, known %v, in bars from %s to %s", p.Address, p.Hours, p.KnowsHours, v.From, v.To)
		}
	}
}
