package commands

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"gatehouse/commands/awsconfig"
	"gatehouse/commands/completion"
	"gatehouse/model"
)

// completing answers a shell that asks for candidates, and reports whether
// one does: by complete -C, or by a script that the completion command printed.
func (c *cli) completing(ctx context.Context, args []string) (asks bool, err error) {
	byScript := len(args) > 1 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
	request, byProtocol := completion.Asked(c.env.Program, args, c.lookupEnv())
	if !byScript && !byProtocol {
		return false, nil
	}
	if c.loadConfig("") != nil {
		c.config = new(awsconfig.Config) // the shell is no place to say so
	}
	known := knowledge{c, ctx}
	if byScript {
		return true, c.answerScript(completion.Words(args[1:len(args)-1], args[len(args)-1], known))
	}
	_, err = c.stdout.WriteString(request.Answer(known))
	return true, err
}

// answerScript answers by the protocol of cobra's scripts: the candidates, and
// last how the shell is to treat them.
func (c *cli) answerScript(candidates []string) error {
	directive := cobra.ShellCompDirectiveNoFileComp
	for _, candidate := range candidates {
		fmt.Fprintln(c.stdout, candidate)
		if strings.HasSuffix(candidate, "/") {
			directive |= cobra.ShellCompDirectiveNoSpace
		}
	}
	_, err := fmt.Fprintf(c.stdout, ":%d\n", directive)
	return err
}

// knowledge is what completion finds outside of the line: the configuration
// and the state file. No endpoint is asked: a key that is pressed should not
// wait for a network.
type knowledge struct {
	*cli
	ctx context.Context
}

// List implements completion.Source.
func (k knowledge) List(q completion.Query) []*model.Document {
	c := *k.cli
	c.globals = globals{region: q.Region, state: q.State}
	if q.Profile != "" && c.loadConfig(q.Profile) != nil {
		return nil
	}
	do, key := c.stateCaller(), "Items"
	var out *model.Document
	var err error
	if q.Op.Paginator == nil {
		out, err = do(k.ctx, q.Op, q.Input)
	} else if p, bad := newPages(do, q.Op, q.Input); bad == nil {
		key = q.Op.Paginator.ResultKey
		out, err = p.merged(k.ctx)
	}
	if err != nil {
		return nil
	}
	items, _ := listOf(out, key)
	var documents []*model.Document
	for _, item := range items {
		if d, ok := item.(*model.Document); ok {
			documents = append(documents, d)
		}
	}
	return documents
}

// Profiles implements completion.Source.
func (k knowledge) Profiles() []string { return k.config.Profiles() }

// Home implements completion.Source.
func (k knowledge) Home() string { return k.env.Getenv("HOME") }
