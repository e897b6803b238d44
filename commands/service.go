package commands

import (
	"context"

	"gatehouse/commands/argparse"
	"gatehouse/commands/endpoint"
	"gatehouse/model"
)

// A service is one word of the command line with operations behind it.
type service struct {
	name       string // as on the command line
	host       string // the first label of AWS's host for it
	operations []model.Operation

	local  func(*cli) caller             // does an operation of the service on this machine
	remote func(*endpoint.Client) caller // has an endpoint do it
}

func serviceByName(name string) *service {
	switch name {
	case "apigatewayv2":
		return apigatewayv2()
	case "sts":
		return sts()
	}
	return nil
}

func apigatewayv2() *service {
	return &service{
		name:       "apigatewayv2",
		host:       "apigateway",
		operations: model.Operations(),
		local:      (*cli).stateCaller,
		remote:     func(client *endpoint.Client) caller { return client.Do },
	}
}

func (s *service) operation(command string) *model.Operation {
	for i := range s.operations {
		if s.operations[i].Command == command {
			return &s.operations[i]
		}
	}
	return nil
}

func (s *service) commandNames() []string {
	names := make([]string, 0, len(s.operations)+1)
	for i := range s.operations {
		names = append(names, s.operations[i].Command)
	}
	return append(names, "help")
}

// service runs a service's command with the words that follow the service.
func (c *cli) service(ctx context.Context, s *service, words []string) error {
	given, err := argparse.Parser{{Name: "operation", Required: true, Choices: s.commandNames()}}.Parse(words)
	if err != nil {
		return c.parserError(err)
	}
	command, _ := given.Word("operation")
	if command == "help" {
		return c.serviceHelp(s)
	}
	inv := &invocation{cli: c, service: s, op: s.operation(command)}
	return inv.run(ctx, given.Rest)
}
