package help

import (
	"slices"
	"strings"
	"testing"

	"gatehouse/model"
)

// TestOperationsOfHTTPAPIsHaveExamples holds that nothing of what people do
// with HTTP APIs lacks one. Portals and what only WebSocket APIs have need
// none.
func TestOperationsOfHTTPAPIsHaveExamples(t *testing.T) {
	without := []string{
		"Portal", "Product", "Model", "IntegrationResponse", "RouteResponse", "RouteRequestParameter",
	}
	documented := Documented()
	for _, op := range allOperations() {
		want := !slices.ContainsFunc(without, func(word string) bool { return strings.Contains(op.Name, word) })
		if got := slices.Contains(documented, op.Command); got != want {
			t.Errorf("%s has examples: %t, want %t", op.Command, got, want)
		}
	}
	for _, command := range documented {
		if model.OperationByCommand(command) == nil && command != callerIdentity.Command {
			t.Errorf("there are examples of %s, which is no operation", command)
		}
	}
}

func TestExamplesAreWhole(t *testing.T) {
	for _, command := range append(Documented(), account) {
		for _, e := range Examples(command) {
			if e.Title == "" || !strings.HasPrefix(e.Command, "gatehouse ") || strings.Contains(e.Command, "\n$") {
				t.Errorf("%s: an example is not of the form of examples: %+v", command, e)
			}
			if strings.Contains(e.About, "$ ") || e.About != "" && !strings.HasSuffix(e.About, ".") {
				t.Errorf("%s: %q is no sentence", command, e.About)
			}
		}
	}
}

func TestExamplesOnAPage(t *testing.T) {
	text := page(t, Operation{"apigatewayv2", model.OperationByCommand("delete-deployment")})
	want := `EXAMPLES
       The commands are for a POSIX shell; others quote differently. They are
       shown on an account with two HTTP APIs: pets, with a route, two
       integrations, two stages and an authorizer, and orders, made by quick
       create. Your identifiers and dates will differ.

       Delete a deployment

       No stage may serve it.

          gatehouse apigatewayv2 delete-deployment \
              --api-id a1b2c3d4e5 \
              --deployment-id eeff33

       This command prints nothing.
`
	if got := part(t, text, "EXAMPLES", "OUTPUT"); got != want {
		t.Errorf("examples:\n%s\nwant:\n%s", got, want)
	}
}
