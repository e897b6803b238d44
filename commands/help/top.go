package help

import (
	"slices"

	"gatehouse/model"
)

// Top is the page of the program itself.
type Top struct{}

func (Top) document(t Texts) document {
	d := opening(t.program, t.first("top"))
	d.section("SYNOPSIS")
	d.add(literal, 1, t.program+" [options] <command> <subcommand> [parameters]")
	d.prose(0, t.first("top synopsis"))
	d.section("GETTING STARTED")
	d.prose(0, t.first("top getting started"))
	globalOptions(&d, t)
	d.section("AVAILABLE SERVICES")
	for _, name := range Commands() {
		d.add(bullet, 0, bold(name)+": "+phrase(t.first(name)))
	}
	d.section("SEE ALSO")
	d.add(bullet, 0, t.program+" help topics")
	return d
}

// Commands returns the words that can stand in a service's place, sorted.
func Commands() []string {
	return []string{"apigatewayv2", "completion", "configure", "jwt", "serve", "sts"}
}

// A Service is the page of a service.
type Service struct {
	Name       string // as on the command line
	Operations []model.Operation
}

func (s Service) document(t Texts) document {
	d := opening(s.Name, t.first(s.Name))
	d.section("AVAILABLE COMMANDS")
	commands := []string{"help"} // among the others, as in the AWS CLI's pages
	for i := range s.Operations {
		commands = append(commands, s.Operations[i].Command)
	}
	slices.Sort(commands)
	d.bullets(0, commands)
	return d
}
