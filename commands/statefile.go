package commands

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
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
		ctx, heed, release := c.interruptible(ctx)
		defer release()
		file.Waiting = heed
		c.letHeapGrow()
		return file.Do(ctx, c.region(), op, in)
	}
}

// heapGrowth is by how many percent the heap may grow between two collections
// of garbage. A process that ends after one operation has little use for any;
// that it may read a state of gigabytes keeps it from having none.
const heapGrowth = 400

// letHeapGrow sets the collector's pace, unless $GOGC does.
func (c *cli) letHeapGrow() {
	if c.env.Getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
}

// stateFile returns the account's file: --state, $GATEHOUSE_STATE, else the
// one of the user.
func (c *cli) stateFile() (*state.File, error) {
	path, err := c.statePath()
	if err != nil {
		return nil, err
	}
	account, err := c.accountID()
	if err != nil {
		return nil, err
	}
	file := &state.File{
		Path: path,
		Settings: state.Settings{
			AccountID: account,
			Now:       c.env.Now,
			NewID:     c.env.NewID,
		},
		Notice: func(text string) { fmt.Fprintln(c.env.Stderr, text) },
	}
	if c.env.Getenv("GATEHOUSE_API_ENDPOINT") != "aws" {
		server := sync.OnceValue(func() state.LocalServer { return c.localServer(file) })
		file.Settings.Endpoint = func(region, apiID, protocol string) string {
			return server().Endpoint(region, apiID, protocol)
		}
	}
	return file, nil
}

// accountID is $AWS_ACCOUNT_ID, or the account that there is without it.
func (c *cli) accountID() (string, error) {
	id := c.env.Getenv("AWS_ACCOUNT_ID")
	if id == "" {
		return state.DefaultAccountID, nil
	}
	if len(id) != 12 || strings.Trim(id, "0123456789") != "" {
		return "", &ConfigError{"Configuration", fmt.Errorf("$AWS_ACCOUNT_ID: %q is no account identifier, which has 12 digits", id)}
	}
	return id, nil
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

// localServer is where the APIs of a file are called: the serve that runs on
// it, else where one would.
func (c *cli) localServer(file *state.File) state.LocalServer {
	if server, ok := state.ParseLocalServer(file.ServeURL()); ok {
		return server
	}
	if port, err := strconv.ParseUint(c.env.Getenv("GATEHOUSE_PORT"), 10, 16); err == nil && port > 0 {
		return state.LocalServer{Port: strconv.FormatUint(port, 10)}
	}
	return state.LocalServer{Port: strconv.Itoa(defaultPort)}
}
