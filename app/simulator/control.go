package simulator

import "net/http"

func (s *Simulator) controlAPI() http.Handler { return http.NotFoundHandler() }
