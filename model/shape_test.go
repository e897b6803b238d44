package model

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestOperations(t *testing.T) {
	if got := len(Operations()); got != 103 {
		t.Errorf("there are %d operations, want 103", got)
	}
	for i := range Operations() {
		op := &Operations()[i]
		if OperationByName(op.Name) != op || OperationByCommand(op.Command) != op {
			t.Errorf("%s is not found by its name or by its command %q", op.Name, op.Command)
		}
		if op.Input == nil || op.Input.Kind != Structure || ShapeByName(op.Input.Name) != op.Input {
			t.Errorf("%s: its input is no structure, or not found by its name", op.Name)
		}
	}
	if op := OperationByCommand("describe-apis"); op != nil {
		t.Errorf("OperationByCommand(describe-apis) = %s", op.Name)
	}
	if op := OperationByName("create-api"); op != nil {
		t.Errorf("OperationByName(create-api) = %s", op.Name)
	}
}

func TestCreateApi(t *testing.T) {
	op := OperationByCommand("create-api")
	if op.Name != "CreateApi" || op.Method != "POST" || op.URI != "/v2/apis" || op.Status != 201 || op.Paginator != nil || op.Output.Name != "CreateApiResponse" {
		t.Errorf("create-api is %+v", *op)
	}
	var flags []string
	for _, m := range op.Input.Members {
		flags = append(flags, m.Flag)
	}
	want := []string{
		"api-key-selection-expression", "cors-configuration", "credentials-arn", "description", "disable-schema-validation", "disable-execute-api-endpoint",
		"ip-address-type", "name", "protocol-type", "route-key", "route-selection-expression", "tags", "target", "version",
	}
	if !slices.Equal(flags, want) {
		t.Errorf("create-api has the flags %q, want %q", flags, want)
	}
	if want := []string{"ProtocolType", "Name"}; !slices.Equal(op.Input.Required, want) {
		t.Errorf("create-api requires %q, want %q", op.Input.Required, want)
	}
	if !op.Input.Requires("Name") || op.Input.Requires("Target") {
		t.Error("Requires is wrong about Name or Target")
	}
	if got := op.Input.Member("ProtocolType").Shape.Enum; !slices.Equal(got, []string{"WEBSOCKET", "HTTP"}) {
		t.Errorf("ProtocolType is one of %q", got)
	}
	if m := op.Input.Member("protocolType"); m != nil {
		t.Errorf("Member(protocolType) = %+v", *m)
	}
}

func TestMembers(t *testing.T) {
	tests := []struct {
		shape, member string
		wire          string
		location      Location
		kind          Kind
	}{
		{"GetTagsRequest", "ResourceArn", "resource-arn", URI, String},
		{"UntagResourceRequest", "TagKeys", "tagKeys", Query, List},
		{"GetApisRequest", "MaxResults", "maxResults", Query, String},
		{"ListRoutingRulesRequest", "MaxResults", "maxResults", Query, Integer},
		{"CreateStageRequest", "RouteSettings", "routeSettings", Body, Map},
		{"RouteSettings", "ThrottlingRateLimit", "throttlingRateLimit", Body, Double},
		{"Api", "CreatedDate", "createdDate", Body, Timestamp},
		{"ExportApiResponse", "body", "body", Body, Blob},
	}
	for _, tt := range tests {
		m := shape(t, tt.shape).Member(tt.member)
		if m == nil || m.Wire != tt.wire || m.Location != tt.location || m.Shape.Kind != tt.kind {
			t.Errorf("%s.%s is %+v, want the wire name %q, location %d, %s", tt.shape, tt.member, m, tt.wire, tt.location, tt.kind)
		}
	}
}

func TestConstraints(t *testing.T) {
	if s := shape(t, "IntegerWithLengthBetweenMinus1And86400"); !s.HasMin || s.Min != -1 || !s.HasMax || s.Max != 86400 {
		t.Errorf("MaxAge is bounded by %+v", *s)
	}
	if s := shape(t, "__stringMin10Max30PatternAZ09"); s.Min != 10 || s.Max != 30 || s.Pattern != "^[a-z0-9]+$" {
		t.Errorf("a portal's id is bounded by %+v", *s)
	}
	if s := shape(t, "NotFoundException"); s.Status != 404 {
		t.Errorf("NotFoundException has the status %d", s.Status)
	}
	if s := shape(t, "ExportApiResponse"); s.Payload != "body" {
		t.Errorf("ExportApiResponse has the payload %q", s.Payload)
	}
	if s := ShapeByName("Unheard"); s != nil {
		t.Errorf("ShapeByName(Unheard) = %+v", *s)
	}
}

func TestPaginators(t *testing.T) {
	var paged []string
	for _, op := range Operations() {
		if op.Paginator == nil {
			continue
		}
		paged = append(paged, op.Command)
		want := Paginator{InputToken: "NextToken", OutputToken: "NextToken", LimitKey: "MaxResults", ResultKey: "Items"}
		if op.Command == "list-routing-rules" {
			want.ResultKey = "RoutingRules"
		}
		if *op.Paginator != want {
			t.Errorf("%s is paged by %+v, want %+v", op.Command, *op.Paginator, want)
		}
	}
	if len(paged) != 15 || slices.Contains(paged, "get-vpc-links") {
		t.Errorf("paged are %q, want 15 commands without get-vpc-links", paged)
	}
}

// The runtime lists each package that runs code before main; one whose
// variables the linker lays out is not among them.
func TestNothingRunsAtStart(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Skip("counting coverage runs code at start")
	}
	test, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(test, "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "init runtime @") {
		t.Fatalf("a trace of initialisation: %v\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "init gatehouse/model") {
			t.Errorf("the package runs code at start: %s", line)
		}
	}
}

func BenchmarkOperationByCommand(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if OperationByCommand("update-vpc-link") == nil {
			b.Fatal("no update-vpc-link")
		}
	}
}

func BenchmarkShapeByName(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if ShapeByName("UpdateApiRequest") == nil {
			b.Fatal("no UpdateApiRequest")
		}
	}
}

// A member may allow fewer values than its shape.
func TestMemberNarrowsItsShape(t *testing.T) {
	got := OperationByName("ExportApi").Input.Member("OutputType").Shape.Enum
	if want := []string{"YAML", "JSON"}; !slices.Equal(got, want) {
		t.Errorf("values of ExportApi's OutputType are %q, want %q", got, want)
	}
	if other := OperationByName("ExportApi").Input.Member("ApiId").Shape.Enum; other != nil {
		t.Errorf("ApiId, of the same shape, is narrowed to %q", other)
	}
}
