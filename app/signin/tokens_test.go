package signin

import (
	"encoding/base64"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"postroom/app/fault"
	"postroom/app/simulator/entra"
)

// ask gets a token from n goroutines at once and counts the different ones.
func (w *world) ask(tokens *Tokens, n int, req TokenRequest) map[string]int {
	w.t.Helper()
	var mu sync.Mutex
	got := map[string]int{}
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			token, err := tokens.Token(w.t.Context(), req)
			if err != nil {
				w.t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			got[token]++
		})
	}
	wg.Wait()
	return got
}

// past is a moment that MSAL's clock has behind it, as its cache writes it.
func past() string { return strconv.FormatInt(time.Now().Add(-time.Minute).Unix(), 10) }

func TestExpiredTokenIsRenewedOnceForAll(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	id := w.signIn(c, emma).Account.ID
	w.edit(c, id, map[string]string{"expires_on": past()})
	got := w.ask(w.client().Tokens(id, base), 50, TokenRequest{})
	if n := w.Served(entra.Silent); n != 1 || len(got) != 1 {
		t.Errorf("50 callers caused %d refreshes and got %d tokens, want 1 and 1", n, len(got))
	}
	for token := range got {
		if _, challenge := w.check(token); challenge != nil {
			t.Errorf("Graph refuses the new token: %+v", challenge)
		}
	}
	// What was renewed is saved: the next start needs no refresh.
	w.token(w.client().Tokens(id, base), TokenRequest{})
	if n := w.Served(entra.Silent); n != 1 {
		t.Errorf("%d refreshes after a restart, want the one of before", n)
	}
}

func TestTokenIsNotGivenOutUntilItsLastSecond(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	tokens := c.Tokens(w.signIn(c, emma).Account.ID, base)
	first := w.token(tokens, TokenRequest{})
	w.pass(54 * time.Minute)
	if again := w.token(tokens, TokenRequest{}); again != first {
		t.Error("renewed although it is good for 5 more minutes")
	}
}

func TestRefusedTokenIsNeverGivenAgain(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	id := w.signIn(c, emma).Account.ID
	tokens := c.Tokens(id, base)
	first := w.token(tokens, TokenRequest{})
	got := w.ask(tokens, 20, TokenRequest{Rejected: first})
	if n := w.Served(entra.Silent); n != 1 || len(got) != 1 || got[first] != 0 {
		t.Errorf("20 callers with one refused token caused %d refreshes and got %d tokens (the refused one %d times), want 1, 1, 0", n, len(got), got[first])
	}
	for range 20 { // MSAL has both in its cache by now, under different scopes, and picks one by chance
		if w.token(tokens, TokenRequest{}) == first {
			t.Fatal("the refused token was given again")
		}
	}
	// After a restart nobody knows what was refused. The first answer tells, and then it holds.
	fresh := w.client().Tokens(id, base)
	refused := w.token(fresh, TokenRequest{})
	for range 20 {
		if w.token(fresh, TokenRequest{Rejected: refused}) == refused {
			t.Fatal("the refused token was given again after a restart")
		}
	}
}

// A password that was changed ends all tokens: one that was kept for other scopes is no better than the refused one.
func TestInPlaceOfARefusedTokenNoOtherOldOneIsGiven(t *testing.T) {
	w := newWorld(t)
	if err := w.Consent(emma, appID, "Mail.Read.Shared"); err != nil {
		t.Fatal(err)
	}
	c := w.client()
	id := w.signIn(c, emma).Account.ID
	own, shared := c.Tokens(id, base), c.Tokens(id, append(slices.Clone(base), "Mail.Read.Shared"))
	for round := range 30 { // MSAL picks by chance among those it has
		old, other := w.token(own, TokenRequest{}), w.token(shared, TokenRequest{})
		if err := w.ExpireTokens(""); err != nil {
			t.Fatal(err)
		}
		for tokens, refused := range map[*Tokens]string{own: old, shared: other} {
			if _, challenge := w.check(w.token(tokens, TokenRequest{Rejected: refused})); challenge != nil {
				t.Fatalf("round %d: Graph refuses what was given in place of a refused token: %+v", round, challenge)
			}
		}
	}
}

func TestClaimsChallengeIsMet(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	tokens := c.Tokens(w.signIn(c, emma).Account.ID, base)
	refused := w.token(tokens, TokenRequest{})
	if err := w.Challenge(emma, `{"access_token":{"acrs":{"essential":true,"value":"c1"}}}`); err != nil {
		t.Fatal(err)
	}
	_, challenge := w.check(refused)
	if challenge == nil {
		t.Fatal("Graph accepts the old token")
	}
	_, encoded, _ := strings.Cut(challenge.WWWAuthenticate, `claims="`)
	claims, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(encoded, `"`))
	if err != nil {
		t.Fatal(err)
	}
	got := w.ask(tokens, 10, TokenRequest{Claims: string(claims), Rejected: refused})
	if n := w.Served(entra.Silent); n != 1 || len(got) != 1 {
		t.Errorf("10 callers with one challenge caused %d refreshes and got %d tokens, want 1 and 1", n, len(got))
	}
	for token := range got {
		if _, challenge := w.check(token); challenge != nil {
			t.Errorf("the new token does not meet the claims: %+v", challenge)
		}
	}
}

func TestClaimsThatNeedAPersonAreTakenToTheNextSignIn(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	id := w.signIn(c, emma).Account.ID
	const claims = `{"access_token":{"acrs":{"essential":true,"value":"c7"}}}`
	if err := w.Challenge(emma, claims); err != nil {
		t.Fatal(err)
	}
	w.Fail(entra.Silent, entra.Failure{Code: 50076, Claims: claims})
	_, err := c.Tokens(id, base).Token(t.Context(), TokenRequest{Claims: claims})
	wantFault(t, err, fault.SignInAgain, "AADSTS50076")
	w.signIn(c, emma)
	if _, challenge := w.check(w.token(c.Tokens(id, base), TokenRequest{})); challenge != nil {
		t.Errorf("the new sign-in does not meet the claims: %+v", challenge)
	}
}

func TestFailedEarlyRenewalIsNoFailure(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	id := w.signIn(c, emma).Account.ID
	w.edit(c, id, map[string]string{"refresh_on": past()})
	tokens := w.client().Tokens(id, base)
	if err := w.FailNext(entra.Silent, 90033, 1); err != nil {
		t.Fatal(err)
	}
	first := w.token(tokens, TokenRequest{})
	if _, challenge := w.check(first); challenge != nil {
		t.Fatalf("Graph refuses it: %+v", challenge)
	}
	for range 10 {
		w.token(tokens, TokenRequest{})
	}
	if n := w.Served(entra.Silent); n != 1 {
		t.Errorf("%d attempts within a minute, want 1", n)
	}
	if !strings.Contains(w.log.String(), "could not be renewed early") {
		t.Errorf("the log does not tell: %s", w.log)
	}
	w.pass(soon)
	if second := w.token(tokens, TokenRequest{}); second == first || w.Served(entra.Silent) != 2 {
		t.Errorf("after a minute: same token %v, %d attempts; want a new one by the second attempt", second == first, w.Served(entra.Silent))
	}
}

func TestRevokedSessionAsksForThePersonAndEntraOnceAMinute(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	id := w.signIn(c, emma).Account.ID
	tokens := c.Tokens(id, base)
	refused := w.token(tokens, TokenRequest{})
	if err := w.Revoke(emma); err != nil {
		t.Fatal(err)
	}
	for range 30 {
		_, err := tokens.Token(t.Context(), TokenRequest{Rejected: refused})
		wantFault(t, err, fault.SignInAgain, "AADSTS50173")
	}
	if n := w.Served(entra.Silent); n != 1 {
		t.Errorf("Entra was asked %d times within a minute, want once", n)
	}
	w.pass(soon)
	_, err := tokens.Token(t.Context(), TokenRequest{})
	wantFault(t, err, fault.SignInAgain, "AADSTS50173")
	if n := w.Served(entra.Silent); n != 2 {
		t.Errorf("Entra was asked %d times after a minute, want twice", n)
	}
	w.signIn(c, emma)
	if who, challenge := w.check(w.token(tokens, TokenRequest{})); challenge != nil || who.Address != emma {
		t.Errorf("after signing in again: %+v, %+v", who, challenge)
	}
}

func TestSessionThatCannotBeWrittenIsKeptInMemoryAndWrittenLater(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	id := w.signIn(c, emma).Account.ID
	tokens := c.Tokens(id, base)
	first := w.token(tokens, TokenRequest{})
	// A folder in the file's place makes the write fail, for root too.
	if err := os.Remove(c.path(id)); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(c.path(id)+"/full", 0o700); err != nil {
		t.Fatal(err)
	}
	second := w.token(tokens, TokenRequest{Rejected: first})
	if _, challenge := w.check(second); challenge != nil {
		t.Errorf("the token that could not be saved is no good: %+v", challenge)
	}
	if !strings.Contains(w.log.String(), "can't be written to disk") {
		t.Errorf("the log does not tell: %s", w.log)
	}
	if err := os.RemoveAll(c.path(id)); err != nil {
		t.Fatal(err)
	}
	if err := w.FailNext(entra.Silent, 90033, 1); err != nil { // the write is made up for even when Entra does not answer
		t.Fatal(err)
	}
	_, err := tokens.Token(t.Context(), TokenRequest{Rejected: second})
	wantFault(t, err, fault.RetryLater, "AADSTS90033")
	if !strings.Contains(string(w.unseal(c, id)), second) {
		t.Error("the file does not hold the session that could not be saved")
	}
	w.token(w.client().Tokens(id, base), TokenRequest{})
}

func TestOldSessionDoesNotWriteOverTheNewOne(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	old := w.signIn(c, emma)
	late := old.Tokens(base) // a refresh that is under way while the person signs in again
	first := w.token(late, TokenRequest{})
	current := w.signIn(c, emma).Tokens(base)
	before, err := os.ReadFile(c.path(old.Account.ID))
	if err != nil {
		t.Fatal(err)
	}
	w.token(late, TokenRequest{Rejected: first})
	if after, err := os.ReadFile(c.path(old.Account.ID)); err != nil || string(after) != string(before) {
		t.Errorf("the old session wrote over the new one, %v", err)
	}
	if err := c.Forget(old.Account.ID); err != nil {
		t.Fatal(err)
	}
	w.token(current, TokenRequest{Rejected: w.token(current, TokenRequest{})})
	if _, err := os.Stat(c.path(old.Account.ID)); err == nil {
		t.Error("a forgotten session came back")
	}
}

func TestLogAndErrorsHoldNoToken(t *testing.T) {
	w := newWorld(t)
	c := w.client()
	id := w.signIn(c, emma).Account.ID
	tokens := c.Tokens(id, base)
	token := w.token(tokens, TokenRequest{})
	w.Fail(entra.Silent, entra.Failure{Status: 200, ContentType: "application/json", Body: `{"access_token":"example-leak","refresh_token":"example-leak"`})
	_, err := tokens.Token(t.Context(), TokenRequest{Rejected: token})
	wantFault(t, err, fault.RetryLater, "bad-answer")
	w.Fail(entra.Silent, entra.Failure{Status: 200, ContentType: "application/json", Body: `{"access_token":"example-leak","expires_in":"never"}`})
	_, second := tokens.Token(t.Context(), TokenRequest{})
	if second == nil {
		t.Fatal("an answer without a time was taken")
	}
	all := w.log.String() + err.Error() + second.Error()
	for _, secret := range []string{"example-leak", token, string(w.unseal(c, id))[:40]} {
		if strings.Contains(all, secret) {
			t.Errorf("%.12s… got out:\n%s", secret, all)
		}
	}
}
