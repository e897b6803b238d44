package commands

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"sync"

	"gatehouse/model"
	"gatehouse/state"
)

// stateCaller does the operations of apigatewayv2 on the state file.
func (c *cli) stateCaller() caller {
	return func(ctx context.Context, op *model.Operation, in *model.Document) (*model.Document, error) {
		file, err := c.stateFile()
		if err != nil {
			return nil, err
		}
		return file.Do(ctx, c.region(), op, in)
	}
}

// stateFile returns the account's file: --state, $GATEHOUSE_STATE, else the
// one of the user.
func (c *cli) stateFile() (*state.File, error) {
	path, err := c.statePath()
	if err != nil {
		return nil, err
	}
	file := &state.File{
		Path: path,
		Settings: state.Settings{
			AccountID: c.env.Getenv("AWS_ACCOUNT_ID"),
			Now:       c.env.Now,
			NewID:     c.env.NewID,
		},
		Notice: func(text string) { fmt.Fprintln(c.env.Stderr, text) },
	}
	if c.env.Getenv("GATEHOUSE_API_ENDPOINT") != "aws" {
		port := sync.OnceValue(func() string { return c.servePort(file) })
		file.Settings.Endpoint = func(region, apiID, protocol string) string {
			return localEndpoint(region, apiID, protocol, port())
		}
	}
	return file, nil
}

func (c *cli) statePath() (string, error) {
	if c.globals.state != "" {
		return c.globals.state, nil
	}
	if path := c.env.Getenv("GATEHOUSE_STATE"); path != "" {
		return path, nil
	}
	base := c.env.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(base) { // as the XDG base directory specification wants it
		home := c.env.Getenv("HOME")
		if home == "" {
			home = c.env.Getenv("USERPROFILE")
		}
		if home == "" {
			return "", &ConfigError{"Configuration", errors.New("no home directory to keep the state in: name a file with --state FILE or $GATEHOUSE_STATE")}
		}
		base = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(base, "gatehouse", "state.json"), nil
}

// defaultPort is where serve listens unless told otherwise.
const defaultPort = 8080

// servePort is the port at which the APIs of a file are called: that of the
// serve that runs on it, else the one on which it would.
func (c *cli) servePort(file *state.File) string {
	if u, err := url.Parse(file.ServeURL()); err == nil && u.Port() != "" {
		return u.Port()
	}
	if port, err := strconv.ParseUint(c.env.Getenv("GATEHOUSE_PORT"), 10, 16); err == nil && port > 0 {
		return strconv.FormatUint(port, 10)
	}
	return strconv.Itoa(defaultPort)
}

// localEndpoint is the URL under which serve answers for an API.
func localEndpoint(region, apiID, protocol, port string) string {
	scheme := "http"
	if protocol == "WEBSOCKET" {
		scheme = "ws"
	}
	return scheme + "://" + apiID + ".execute-api." + region + ".localhost:" + port
}
