package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"postroom/app/office"
)

// progress is the line at the bottom of a terminal that tells how far a long work is. Nowhere else is anything printed.
type progress struct {
	c     *cli
	now   func() time.Time
	mu    sync.Mutex
	line  string // on the screen
	width int    // of it
	last  time.Time
}

// redraw is how often the line changes at most.
const redraw = 100 * time.Millisecond

func (c *cli) progress() *progress { return &progress{c: c, now: time.Now} }

func (p *progress) on() bool { return p.c.live && !p.c.json }

// step shows how far a work is; total 0 is unknown.
func (p *progress) step(what string, done, total int) {
	if !p.on() {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := p.now(); now.Sub(p.last) < redraw && done != total {
		return
	} else {
		p.last = now
	}
	line := fmt.Sprintf("%s: %d", plain(what), done)
	if total > 0 {
		line = fmt.Sprintf("%s: %d of %d (%d %%)", plain(what), done, total, min(100, done*100/total))
	}
	p.draw(line)
}

func (p *progress) draw(line string) {
	if line == p.line {
		return
	}
	p.line = line
	runes := []rune(line)
	if len(runes) > 78 {
		runes = append(runes[:77], '…')
	}
	pad := max(0, p.width-len(runes))
	fmt.Fprint(p.c.err, "\r", string(runes), strings.Repeat(" ", pad))
	p.width = len(runes)
}

// end takes the line away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.width > 0 {
		fmt.Fprint(p.c.err, "\r", strings.Repeat(" ", p.width), "\r")
		p.line, p.width = "", 0
	}
}

// round is the progress of rounds: baselines as they come, and how many mails were filed.
func (p *progress) round() func(office.Event) {
	var mu sync.Mutex
	var filed, found int
	return func(e office.Event) {
		mu.Lock()
		defer mu.Unlock()
		switch e.Kind {
		case office.EventExpiry:
			p.end()
			p.c.happened(e)
		case office.EventBaseline:
			p.step("Looking at what lies in "+e.Folder, e.Done, e.Total)
		case office.EventRound:
			found += e.Done
		case office.EventFiled:
			filed++
			p.step("Filing", filed, max(found, filed))
		}
	}
}
