package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gatehouse/commands/argparse"
	"gatehouse/model"
	"gatehouse/serve/authorizer"
)

// mintOptions are the flags of jwt mint.
type mintOptions struct {
	apiID, authorizerID string
	scopes, claims      []string
	audience, subject   string
	expiresIn           lifetime
	key, keyID          string
}

var jwtArguments = argparse.Parser{
	{Name: "subcommand", Required: true, Choices: []string{"mint", "help"}},
}

// jwtCommand makes tokens for JWT authorizers. The AWS CLI has no such command:
// there tokens are their issuers' business.
func (c *cli) jwtCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "jwt",
		Short: "Make tokens for JWT authorizers",
		RunE: func(_ *cobra.Command, words []string) error {
			given, err := jwtArguments.Parse(words)
			if err != nil {
				return c.parserError(err)
			}
			return &unknownOptionsError{given.Rest}
		},
	}
	cmd.AddCommand(c.mintCommand())
	return cmd
}

func (c *cli) mintCommand() *cobra.Command {
	o := mintOptions{expiresIn: lifetime(time.Hour)}
	cmd := &cobra.Command{
		Use:   "mint",
		Short: "Print a token that a JWT authorizer accepts",
		Long: `Print a token that a JWT authorizer accepts, unless you ask for another one.

It is signed by gatehouse's own development issuer, ` + authorizer.DevelopmentIssuer + `,
or with --key by an issuer of yours. The AWS CLI has no such command.`,
		Args: func(cmd *cobra.Command, words []string) error {
			if len(words) > 0 {
				return &unknownOptionsError{words}
			}
			if err := emptyFlag(cmd.Flags()); err != nil {
				return err
			}
			var missing []string
			for _, flag := range []struct{ name, value string }{{"--api-id", o.apiID}, {"--authorizer-id", o.authorizerID}} {
				if flag.value == "" {
					missing = append(missing, flag.name)
				}
			}
			if missing != nil {
				return c.parserError(errors.New("the following arguments are required: " + strings.Join(missing, ", ")))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return c.mint(cmd.Context(), o) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&o.apiID, "api-id", "", "the API that the authorizer is of")
	flags.StringVar(&o.authorizerID, "authorizer-id", "", "the JWT authorizer that shall accept the token")
	flags.StringArrayVar(&o.scopes, "scope", nil, "a scope of the token; can be given several times")
	flags.StringArrayVar(&o.claims, "claim", nil, "a further claim, `NAME=VALUE`, or another value for one that a token has by itself; can be given several times")
	flags.StringVar(&o.audience, "audience", "", "the token's aud (default the first that the authorizer accepts)")
	flags.StringVar(&o.subject, "subject", "", "the token's sub (default developer)")
	flags.Var(&o.expiresIn, "expires-in", "how long the token is valid, such as 90s, 15m or 8h; a negative time makes one that has expired")
	flags.StringVar(&o.key, "key", "", "a `FILE` with the RSA private key to sign with, in PEM, instead of the development issuer's")
	flags.StringVar(&o.keyID, "key-id", "", "the token's kid (default the key's thumbprint)")
	return cmd
}

// A lifetime is how long a token is valid, as a flag: a duration or seconds.
type lifetime time.Duration

func (l *lifetime) String() string { return time.Duration(*l).String() }
func (l *lifetime) Type() string   { return "duration" }

// Set reads a lifetime.
func (l *lifetime) Set(text string) error {
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil {
		*l = lifetime(time.Duration(seconds) * time.Second)
		return nil
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return errors.New("is no time: it must be one such as 90s, 15m or 8h")
	}
	*l = lifetime(d)
	return nil
}

// mint prints a token.
func (c *cli) mint(ctx context.Context, o mintOptions) error {
	request := authorizer.MintRequest{
		Scopes: o.scopes, Audience: o.audience, Subject: o.subject, ExpiresIn: new(time.Duration(o.expiresIn)),
		Key: o.key, KeyID: o.keyID, Now: time.Now(),
	}
	if c.env.Now != nil {
		request.Now = c.env.Now()
	}
	for _, text := range o.claims {
		name, value, ok := authorizer.ParseClaim(text)
		if !ok {
			return usageErrorf("argument --claim: want NAME=VALUE, got %q", text)
		}
		if request.Claims == nil {
			request.Claims = make(map[string]any, len(o.claims))
		}
		request.Claims[name] = value
	}
	var err error
	if request.State, err = c.statePath(); err != nil {
		return err
	}
	if request.Authorizer, err = c.storedAuthorizer(ctx, o); err != nil {
		return err
	}
	token, err := authorizer.Mint(request)
	if e, ok := errors.AsType[*authorizer.NoKeyError](err); ok {
		return &ConfigError{"Configuration", fmt.Errorf(`%w

With its private key, --key FILE signs such tokens, and serve --jwks %s=FILE accepts them without asking the issuer. Without it, let the authorizer accept gatehouse's own:

  %s apigatewayv2 update-authorizer --api-id %s --authorizer-id %s --jwt-configuration Issuer=%s`,
			e, e.Issuer, c.prog, o.apiID, o.authorizerID, authorizer.DevelopmentIssuer)}
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.stdout, token)
	return err
}

// storedAuthorizer is the authorizer of the state file for which a token is
// made.
func (c *cli) storedAuthorizer(ctx context.Context, o mintOptions) (*model.Authorizer, error) {
	op := model.OperationByCommand("get-authorizer")
	in := model.NewDocument(model.Field{Name: "ApiId", Value: o.apiID}, model.Field{Name: "AuthorizerId", Value: o.authorizerID})
	out, err := c.stateCaller()(ctx, op, in)
	if err != nil {
		return nil, refusedBy(op, err)
	}
	a := new(model.Authorizer)
	return a, model.Decode(out, op.Output, a)
}
