package model

import "slices"

// A Kind is the type of a shape in the service's interface description.
type Kind uint8

// The kinds that API Gateway v2 uses.
const (
	Structure Kind = iota + 1
	List
	Map
	String
	Integer
	Long
	Double
	Boolean
	Timestamp
	Blob
)

var kindNames = [...]string{"", "structure", "list", "map", "string", "integer", "long", "double", "boolean", "timestamp", "blob"}

// String returns the kind's name in the interface description, e.g. "structure".
func (k Kind) String() string { return kindNames[k] }

// A Location is the part of an HTTP request that carries a member of an input.
type Location uint8

// The locations. Body is the JSON body; URI a label of the path.
const (
	Body Location = iota
	URI
	Query
	Header
)

// A Shape describes a value that the service accepts or returns. Shapes are
// shared and must not be changed.
type Shape struct {
	Name string
	Kind Kind

	Members  []Member // of a structure, in the order of the description
	Required []string // names of a structure's required members, in the description's order
	Payload  string   // name of the member that is the whole HTTP body, or ""

	Key     *Shape // of a map
	Element *Shape // of a list, or of a map's values

	Enum    []string // allowed values of a string; nil if any
	Pattern string   // regular expression that a string must match, or ""

	// Min and Max bound a string's or list's length or a number's value,
	// where HasMin and HasMax say so.
	Min, Max       int64
	HasMin, HasMax bool

	Status int // HTTP status of an exception, else 0
}

// Member returns a structure's member of that name, or nil.
func (s *Shape) Member(name string) *Member {
	for i := range s.Members {
		if s.Members[i].Name == name {
			return &s.Members[i]
		}
	}
	return nil
}

// Requires reports whether a structure's member is required.
func (s *Shape) Requires(name string) bool { return slices.Contains(s.Required, name) }

// A Member is one member of a structure.
type Member struct {
	Name     string // as in the API and in JSON input, e.g. "CorsConfiguration"
	Wire     string // its name in HTTP, e.g. "corsConfiguration"
	Flag     string // its name in kebab case, e.g. "cors-configuration"
	Location Location
	Shape    *Shape
}

// An Operation is one of the service's operations.
type Operation struct {
	Name    string // e.g. "UpdateApi"
	Command string // the name in kebab case, e.g. "update-api"
	Method  string // HTTP method
	URI     string // path template, e.g. "/v2/apis/{apiId}"
	Status  int    // HTTP status of success
	Input   *Shape
	Output  *Shape   // nil if the operation returns nothing
	Errors  []*Shape // exceptions that the description declares

	Paginator *Paginator // nil if the AWS CLI does not page the operation
}

// A Paginator names the members by which an operation's results are paged.
type Paginator struct {
	InputToken, OutputToken, LimitKey, ResultKey string
}

// Operations returns all operations in the order of the description. The
// slice is shared: do not change it.
func Operations() []Operation { return operations[:] }

// OperationByName returns the operation of that API name, or nil.
func OperationByName(name string) *Operation {
	for i := range operations {
		if operations[i].Name == name {
			return &operations[i]
		}
	}
	return nil
}

// OperationByCommand returns the operation of that command name, or nil.
func OperationByCommand(command string) *Operation {
	for i := range operations {
		if operations[i].Command == command {
			return &operations[i]
		}
	}
	return nil
}

// ShapeByName returns the shape of that name, or nil.
func ShapeByName(name string) *Shape {
	i, found := slices.BinarySearchFunc(shapes[:], name, func(s *Shape, name string) int {
		switch {
		case s.Name < name:
			return -1
		case s.Name > name:
			return 1
		}
		return 0
	})
	if !found {
		return nil
	}
	return shapes[i]
}
