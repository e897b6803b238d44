package completion

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gatehouse/model"
)

// An account is a source with things of each kind.
type account struct {
	home    string
	queries []string
}

func (a *account) Profiles() []string { return []string{"default", "work"} }

func (a *account) Home() string { return a.home }

func (a *account) List(q Query) []*model.Document {
	a.queries = append(a.queries, fmt.Sprintf("%s %s%s%s%s", q.Op.Command, model.AppendJSON(nil, q.Input, 0), q.Region, q.Profile, q.State))
	item := func(member string, values ...string) []*model.Document {
		var items []*model.Document
		for _, v := range values {
			items = append(items, model.NewDocument(model.Field{Name: member, Value: v}))
		}
		return items
	}
	switch q.Op.Command {
	case "get-apis":
		return item("ApiId", "a1b2c3d4e5", "f6g7h8i9j0")
	case "get-routes":
		items := item("RouteId", "wxyz789")
		items[0].Set("RequestParameters", model.NewDocument(model.Field{Name: "route.request.querystring.q", Value: model.NewDocument()}))
		return items
	case "get-integrations":
		return item("IntegrationId", "abcd123", "efgh456")
	case "get-stages":
		items := item("StageName", "$default", "prod")
		items[1].Set("RouteSettings", model.NewDocument(model.Field{Name: "GET /pets", Value: model.NewDocument()}))
		return items
	case "get-authorizers":
		return item("AuthorizerId", "aabb11")
	case "get-domain-names":
		return item("DomainName", "api.example.com")
	}
	return nil
}

var globalNames = []string{
	"--debug", "--endpoint-url", "--no-verify-ssl", "--no-paginate", "--output", "--query", "--profile", "--region", "--version",
	"--color", "--no-sign-request", "--ca-bundle", "--cli-read-timeout", "--cli-connect-timeout", "--cli-binary-format",
	"--no-cli-pager", "--cli-auto-prompt", "--no-cli-auto-prompt", "--cli-error-format", "--state",
}

func without(names []string, name string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s == name })
}

// Observed of AWS CLI 2.9.19's completer, except where a name says what is
// newer or our own.
func TestCommandsAndOptionsAreThoseOfTheAWSCLI(t *testing.T) {
	getAPI := append([]string{"--api-id", "--cli-input-json", "--cli-input-yaml", "--generate-cli-skeleton"}, globalNames...)
	tests := []struct {
		name, line string
		want       []string
	}{
		{"nothing without a word", "", nil},
		{"nothing within the program's name", "aws", nil},
		{"services, ours among them", "aws ", []string{"apigatewayv2", "completion", "configure", "jwt", "serve", "sts"}},
		{"the program's name is not looked at", "awsx ap", []string{"apigatewayv2"}},
		{"white space before it neither", "  aws ap", []string{"apigatewayv2"}},
		{"a whole service that begins no other", "aws apigatewayv2", nil},
		{"operations", "aws apigatewayv2 get-api", []string{"get-api", "get-api-mapping", "get-api-mappings", "get-apis"}},
		{"a whole operation that begins no other", "aws apigatewayv2 create-stage", nil},
		{"no help", "aws apigatewayv2 hel", nil},
		{"an unknown operation", "aws apigatewayv2 bogus ", nil},
		{"its options", "aws apigatewayv2 bogus --", nil},
		{"an operation's options before the global ones", "aws apigatewayv2 get-api ", getAPI},
		{"on a dash", "aws apigatewayv2 get-api -", getAPI},
		{"on two", "aws apigatewayv2 get-api --", getAPI},
		{"that begin so", "aws apigatewayv2 get-api --a", []string{"--api-id"}},
		{"that are whole", "aws apigatewayv2 get-api --cli-input-j", []string{"--cli-input-json"}},
		{"given ones are left out", "aws apigatewayv2 get-api --api-id x ", without(getAPI, "--api-id")},
		{"a value is no place for an option", "aws apigatewayv2 get-api --api-id --r", nil},
		{"a word out of place ends it", "aws apigatewayv2 get-api foo ", nil},
		{"for options, too", "aws apigatewayv2 get-api foo --", nil},
		{"but a path does not", "aws apigatewayv2 get-api ./foo --a", []string{"--api-id"}},
		{"nor an unknown option", "aws apigatewayv2 create-api --bogus --pro", []string{"--protocol-type", "--profile"}},
		{"unless a value follows it", "aws apigatewayv2 create-api --bogus x --pro", nil},
		{
			"booleans with what turns them off", "aws apigatewayv2 create-api --n",
			[]string{"--no-disable-schema-validation", "--no-disable-execute-api-endpoint", "--name", "--no-verify-ssl", "--no-paginate", "--no-sign-request", "--no-cli-pager", "--no-cli-auto-prompt"},
		},
		{
			"which one does not hide", "aws apigatewayv2 create-api --disable-schema-validation --no-d",
			[]string{"--no-disable-schema-validation", "--no-disable-execute-api-endpoint"},
		},
		{"the version under its own name", "aws apigatewayv2 create-api --api-v", []string{"--api-version"}},
		{"and the global one", "aws apigatewayv2 create-api --vers", []string{"--version"}},
		{"options that page a result without those of the service (2.36.7)", "aws apigatewayv2 get-apis --max", []string{"--max-items"}},
		{"which others have", "aws apigatewayv2 get-vpc-links --max", []string{"--max-results"}},
		{"the bare word for a file", "aws apigatewayv2 export-api --api-id x o", []string{"outfile"}},
		{"once", "aws apigatewayv2 export-api --api-id x file.json o", nil},
		{"a list goes on", "aws apigatewayv2 create-vpc-link --subnet-ids a ", nil},
		{"up to an option", "aws apigatewayv2 create-vpc-link --subnet-ids a b --su", nil},
		{"that is another", "aws apigatewayv2 create-vpc-link --subnet-ids a b --se", []string{"--security-group-ids"}},
		{"global options only before a command", "aws --de", []string{"--debug"}},
		{"and after a service", "aws apigatewayv2 --re", []string{"--region"}},
		{"a service after them", "aws --output text api", []string{"apigatewayv2"}},
		{"sts", "aws sts ", []string{"get-caller-identity"}},
		{"configure", "aws configure ", []string{"list", "get", "set", "list-profiles"}},
		{"ours: serve", "aws serve --", append([]string{"--port", "--host", "--api-id", "--quiet", "--log-format", "--json", "--demo", "--access-log", "--private", "--aws-endpoint", "--allow-host", "--manage-beyond", "--jwks", "--iam-credential", "--tls", "--tls-cert", "--tls-key", "--truststore"}, globalNames...)},
		{"ours: tokens", "aws jwt mint --ex", []string{"--expires-in"}},
		{"ours: shells", "aws completion ", []string{"bash", "zsh", "fish", "powershell"}},
		{"ours: topics", "aws help ", []string{"topics", "config-vars", "return-codes"}},
		{"ours: a value behind an equals sign counts as given", "aws apigatewayv2 create-api --name=x --na", nil},
		{"ours: and options go on after it", "aws apigatewayv2 get-api --api-id=x --cli-input-j", []string{"--cli-input-json"}},
		{"ours: quoted words are one", "aws apigatewayv2 create-api --name 'a b' --pro", []string{"--protocol-type", "--profile"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Complete(tt.line, -1, &account{}); !slices.Equal(got, tt.want) {
				t.Errorf("Complete(%q) = %q, want %q", tt.line, got, tt.want)
			}
		})
	}
}

func TestOperationsAreInTheOrderOfTheModel(t *testing.T) {
	var want []string
	for i := range model.Operations() {
		want = append(want, model.Operations()[i].Command)
	}
	if got := Complete("aws apigatewayv2 ", -1, &account{}); !slices.Equal(got, want) {
		t.Errorf("Complete = %q, want %q", got, want)
	}
}

func TestTheCursorIsTheEnd(t *testing.T) {
	tests := []struct {
		name, line string
		point      int
		want       []string
	}{
		{"within a word", "aws sts get-caller-identity", 6, []string{"sts"}},
		{"after a word", "aws sts get-caller-identity", 8, []string{"get-caller-identity"}},
		{"at the beginning", "aws sts ", 0, nil},
		{"beyond the line", "aws st", 99, []string{"sts"}},
		{"counted in characters", "aws --query 'Ünü' st xx", 20, []string{"sts"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Complete(tt.line, tt.point, &account{}); !slices.Equal(got, tt.want) {
				t.Errorf("Complete(%q, %d) = %q, want %q", tt.line, tt.point, got, tt.want)
			}
		})
	}
}

func TestValues(t *testing.T) {
	const on = "aws apigatewayv2 "
	tests := []struct {
		name, line string
		want       []string
		queries    string
	}{
		{"regions", "aws --region us-e", []string{"us-east-1", "us-east-2"}, ""},
		{"profiles", "aws --profile ", []string{"default", "work"}, ""},
		{"formats", "aws --output ya", []string{"yaml", "yaml-stream"}, ""},
		{"colours", "aws --color o", []string{"on", "off"}, ""},
		{"what an option is restricted to", on + "create-api --protocol-type ", []string{"WEBSOCKET", "HTTP"}, ""},
		{"kinds of skeletons", on + "get-apis --generate-cli-skeleton ", []string{"input", "output", "yaml-input"}, ""},
		{"behind which there may be an option", on + "get-apis --generate-cli-skeleton --max", []string{"--max-items"}, ""},
		{"none of a text", on + "create-api --name ", nil, ""},
		{"identifiers of APIs", on + "get-api --api-id f", []string{"f6g7h8i9j0"}, "get-apis {}"},
		{"in the region of the line", "aws --region eu-west-1 apigatewayv2 get-api --api-id a", []string{"a1b2c3d4e5"}, "get-apis {}eu-west-1"},
		{"in the file of the line", on + "--state x.json get-api --api-id a", []string{"a1b2c3d4e5"}, "get-apis {}x.json"},
		{"of the API that serve serves", "aws serve --api-id ", []string{"a1b2c3d4e5", "f6g7h8i9j0"}, "get-apis {}"},
		{"of the API that a token is for", "aws jwt mint --api-id f", []string{"f6g7h8i9j0"}, "get-apis {}"},
		{"and its authorizers", "aws jwt mint --api-id a --authorizer-id ", []string{"aabb11"}, `get-authorizers {"ApiId":"a"}`},
		{"of routes", on + "get-route --api-id a --route-id ", []string{"wxyz789"}, `get-routes {"ApiId":"a"}`},
		{"not without their API", on + "get-route --route-id ", nil, ""},
		{"of integrations", on + "get-integration --api-id=a --integration-id e", []string{"efgh456"}, `get-integrations {"ApiId":"a"}`},
		{"targets", on + "create-route --api-id a --target ", []string{"integrations/abcd123", "integrations/efgh456"}, `get-integrations {"ApiId":"a"}`},
		{"targets that begin so", on + "create-route --api-id a --target integrations/e", []string{"integrations/efgh456"}, `get-integrations {"ApiId":"a"}`},
		{"no targets of an API to be", on + "create-api --target ", nil, ""},
		{"authorizers", on + "create-route --api-id a --authorizer-id ", []string{"aabb11"}, `get-authorizers {"ApiId":"a"}`},
		{"stages, in quotes where the shell needs them", on + "get-stage --api-id a --stage-name ", []string{"'$default'", "prod"}, `get-stages {"ApiId":"a"}`},
		{"stages to map to", on + "create-api-mapping --api-id a --stage p", []string{"prod"}, `get-stages {"ApiId":"a"}`},
		{"no stage for one to be", on + "create-stage --api-id a --stage-name ", nil, ""},
		{"domain names", on + "get-domain-name --domain-name api", []string{"api.example.com"}, "get-domain-names {}"},
		{"no domain name for one to be", on + "create-domain-name --domain-name ", nil, ""},
		{"keys of a stage's route settings", on + "delete-route-settings --api-id a --stage-name prod --route-key ", []string{"'GET /pets'"}, `get-stages {"ApiId":"a"}`},
		{"no route keys otherwise", on + "create-route --api-id a --route-key ", nil, ""},
		{"keys of a route's parameters", on + "delete-route-request-parameter --api-id a --route-id wxyz789 --request-parameter-key ", []string{"route.request.querystring.q"}, `get-routes {"ApiId":"a"}`},
		{"behind an equals sign", on + "create-api --protocol-type=H", []string{"--protocol-type=HTTP"}, ""},
		{"of an option that is short for one", on + "create-api --protoc ", []string{"WEBSOCKET", "HTTP"}, ""},
		{"none of what is ambiguous", on + "create-api --disable x", nil, ""},
		{"formats of lines", "aws serve --log-format j", []string{"json"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := &account{}
			if got := Complete(tt.line, -1, src); !slices.Equal(got, tt.want) {
				t.Errorf("Complete(%q) = %q, want %q", tt.line, got, tt.want)
			}
			if got := strings.Join(src.queries, "; "); got != tt.queries {
				t.Errorf("Complete(%q) asks %q, want %q", tt.line, got, tt.queries)
			}
		})
	}
}

// TestListingsFitTheModel holds that what is listed has what is looked for,
// and that what lists requires is on lines of the operations that need it.
func TestListingsFitTheModel(t *testing.T) {
	for _, l := range listings {
		op := model.OperationByCommand(l.list)
		if op == nil {
			t.Errorf("%s: there is no %s", l.member, l.list)
			continue
		}
		key := "Items"
		if op.Paginator != nil {
			key = op.Paginator.ResultKey
		}
		if op.Output.Member(key).Shape.Element.Member(l.item) == nil {
			t.Errorf("%s: the items of %s have no %s", l.member, l.list, l.item)
		}
		if l.except != "" && model.OperationByCommand(l.except) == nil {
			t.Errorf("%s: there is no %s", l.member, l.except)
		}
	}
}

// TestIdentifiersHaveValues holds that every member that names a thing has a
// listing of such things.
func TestIdentifiersHaveValues(t *testing.T) {
	without := []string{"DomainNameId", "ResourceOwnerAccountId", "ClientCertificateId"}
	for i := range model.Operations() {
		for _, m := range model.Operations()[i].Input.Members {
			if !strings.HasSuffix(m.Name, "Id") || slices.Contains(without, m.Name) {
				continue
			}
			if !slices.ContainsFunc(listings[:], func(l listing) bool { return l.member == m.Name }) {
				t.Errorf("%s: nothing lists values of %s", model.Operations()[i].Command, m.Name)
			}
		}
	}
}

func TestPaths(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"api.json", "api spec.json", ".hidden"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "apis"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	dir = filepath.ToSlash(dir)
	const line = "aws apigatewayv2 create-api --cors-configuration "
	tests := []struct {
		name, line string
		want       []string
	}{
		{"of the working directory", line + "file://", []string{"'file://api spec.json'", "file://api.json", "file://apis/"}},
		{"that begin so", line + "file://api.", []string{"file://api.json"}},
		{"of binary files", line + "fileb://apis", []string{"fileb://apis/"}},
		{"with their directory", line + "file://" + dir + "/apis", []string{"file://" + dir + "/apis/"}},
		{"of the home directory", line + "file://~/api.", []string{"file://~/api.json"}},
		{"the home directory", line + "file://~", []string{"file://~/"}},
		{"hidden ones when asked for", line + "file://.h", []string{"file://.hidden"}},
		{"none of a directory that is not there", line + "file://nowhere/", nil},
		{"none where no value is", "aws file://api", nil},
		{"as they are for a state file", "aws --state api.", []string{"api.json"}},
		{"of every option", "aws apigatewayv2 create-api --cli-input-json file://api.", []string{"file://api.json"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Complete(tt.line, -1, &account{home: dir}); !slices.Equal(got, tt.want) {
				t.Errorf("Complete(%q) = %q, want %q", tt.line, got, tt.want)
			}
		})
	}
}

func FuzzComplete(f *testing.F) {
	for _, line := range []string{"", "aws ", "aws apigatewayv2 get-api --api-id '", `a "\`, "aws --region=", "aws serve -- --", "aws sts get-caller-identity ", "aws configure set x "} {
		f.Add(line, -1)
	}
	f.Fuzz(func(t *testing.T, line string, point int) {
		if strings.Contains(line, "file") || strings.Contains(line, "--s") || strings.Contains(line, "--ca") {
			t.Skip() // lists directories of this machine
		}
		for _, c := range Complete(line, point, &account{}) {
			if c == "" || strings.Contains(c, "\n") {
				t.Errorf("Complete(%q, %d) has the candidate %q", line, point, c)
			}
		}
	})
}

func BenchmarkOptions(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Complete("aws apigatewayv2 update-api --api-id a1b2c3d4e5 --c", -1, &account{})
	}
}
