package commands

import (
	"errors"
	"fmt"
	"strings"

	"gatehouse/commands/argparse"
	"gatehouse/commands/awsconfig"
)

// exitNothing is how configure get says that a setting is not there.
const exitNothing = 1

var configureArguments = argparse.Parser{
	{Name: "subcommand", Required: true, Choices: []string{"list", "get", "set", "list-profiles", "help"}},
}

// configure reads and changes ~/.aws/config as far as scripts do. The AWS
// CLI's dialogue, which configure without a word begins, is left out.
func (c *cli) configure(words []string) error {
	given, err := configureArguments.Parse(words)
	if err != nil {
		return c.parserError(err)
	}
	subcommand, _ := given.Word("subcommand")
	if len(given.Rest) == 1 && given.Rest[0] == "help" {
		return c.ownHelp("configure " + subcommand)
	}
	switch subcommand {
	case "list":
		return c.configureList(given.Rest)
	case "get":
		return c.configureGet(given.Rest)
	case "set":
		return c.configureSet(given.Rest)
	case "list-profiles":
		return c.configureListProfiles(given.Rest)
	}
	return c.ownHelp("configure")
}

func (c *cli) configureList(words []string) error {
	if _, err := c.parseConfigure(nil, words); err != nil {
		return err
	}
	return c.config.WriteList(c.stdout)
}

func (c *cli) configureListProfiles(words []string) error {
	if _, err := c.parseConfigure(nil, words); err != nil {
		return err
	}
	for _, name := range c.config.Profiles() {
		fmt.Fprintln(c.stdout, name)
	}
	return nil
}

func (c *cli) configureGet(words []string) error {
	given, err := c.parseConfigure(configureSections("varname"), words)
	if err != nil {
		return err
	}
	name, _ := given.Word("varname")
	section, err := sectionOf(given)
	if err != nil {
		return err
	}
	value, found, err := c.config.Lookup(name, section)
	if e, ok := errors.AsType[*awsconfig.SubsectionError](err); ok {
		return &bareError{exitNothing, e.Error()}
	}
	if err != nil {
		return err
	}
	if !found {
		return &bareError{code: exitNothing}
	}
	_, err = fmt.Fprintln(c.stdout, value)
	return err
}

func (c *cli) configureSet(words []string) error {
	given, err := c.parseConfigure(configureSections("varname", "value"), words)
	if err != nil {
		return err
	}
	name, _ := given.Word("varname")
	value, _ := given.Word("value")
	section, err := sectionOf(given)
	if err != nil {
		return err
	}
	return c.config.Set(name, value, section)
}

// configureSections are the options by which configure get and set name a
// section that is no profile, and positionals.
func configureSections(positionals ...string) argparse.Parser {
	p := argparse.Parser{{Name: "--sso-session"}, {Name: "--services"}}
	for _, name := range positionals {
		p = append(p, argparse.Argument{Name: name, Required: true})
	}
	return p
}

func sectionOf(given *argparse.Result) (awsconfig.Section, error) {
	sso, ssoGiven := given.Word("--sso-session")
	services, servicesGiven := given.Word("--services")
	switch {
	case ssoGiven && servicesGiven:
		return awsconfig.Section{}, usageErrorf("Only one of --sso-session and --services can be specified.")
	case ssoGiven:
		return awsconfig.Section{Kind: "sso-session", Name: sso}, nil
	case servicesGiven:
		return awsconfig.Section{Kind: "services", Name: services}, nil
	}
	return awsconfig.Section{}, nil
}

// parseConfigure takes the words of one of the commands, none of which may be
// left over.
func (c *cli) parseConfigure(arguments argparse.Parser, words []string) (*argparse.Result, error) {
	given, err := arguments.Parse(words)
	if err != nil {
		return nil, c.parserError(err)
	}
	if len(given.Rest) > 0 {
		return nil, usageErrorf("Unknown options: %s", strings.Join(given.Rest, ","))
	}
	return given, nil
}
