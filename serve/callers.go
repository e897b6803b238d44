package serve

import (
	"time"

	"gatehouse/model"
	"gatehouse/serve/authorizer"
)

// callers is how a server gets to know who calls: the keys of the issuers of
// tokens, and the access keys. It outlives the gateways, so that what issuers
// have answered stays known when the configuration changes. A nil one knows
// nobody.
type callers struct {
	issuers *authorizer.KeySource
	keys    authorizer.Keys
	now     func() time.Time
}

// newCallers reads the files with keys. The error is an
// *authorizer.KeyFileError.
func newCallers(cfg Config) (*callers, error) {
	c := &callers{now: cfg.Now, keys: authorizer.Keys{AccountID: cfg.accountID(), Known: make(map[string]authorizer.Key, len(cfg.IAMKeys))}}
	if c.now == nil {
		c.now = time.Now
	}
	for _, key := range cfg.IAMKeys {
		c.keys.Known[key.AccessKey] = key
	}
	keys := authorizer.KeyConfig{Files: cfg.JWKS, Now: c.now}
	if cfg.File != nil {
		keys.DevelopmentKey = authorizer.DevelopmentKeyPath(cfg.File.Path)
	}
	var err error
	c.issuers, err = authorizer.NewKeySource(keys)
	return c, err
}

// close ends the questions to issuers that are under way. Who is judged later
// is refused unless his issuer's keys are known.
func (c *callers) close() { c.issuers.Close() }

// signs says whether anybody can sign requests.
func (c *callers) signs() bool { return c != nil && len(c.keys.Known) > 0 }

// compile compiles a JWT authorizer.
func (c *callers) compile(in *model.Authorizer) (*authorizer.JWT, error) {
	if c == nil {
		return nil, &authorizer.ConfigError{AuthorizerID: deref(in.AuthorizerId), Problem: "the server knows no issuers"}
	}
	return authorizer.NewJWT(in, authorizer.Env{Keys: c.issuers, Now: c.now})
}
