package jmespath

// A function is one that queries can call.
type function struct {
	takes    []parameter
	variadic bool // whether more arguments may follow, which are not checked
	run      func(args []any, depth int) (any, error)

	// consumes is whether no expression reference given to it as an argument
	// is in its result.
	consumes bool
}

// lookup returns the function of a name.
func lookup(name string) (f function, known bool) {
	switch name {
	case "abs":
		return function{takes: []parameter{aNumber}, run: abs}, true
	case "avg":
		return function{takes: []parameter{numbers}, run: avg}, true
	case "ceil":
		return function{takes: []parameter{aNumber}, run: ceil}, true
	case "contains":
		return function{takes: []parameter{arrayOrString, anything}, run: contains}, true
	case "ends_with":
		return function{takes: []parameter{aString, aString}, run: endsWith}, true
	case "floor":
		return function{takes: []parameter{aNumber}, run: floor}, true
	case "join":
		return function{takes: []parameter{aString, stringList}, run: join}, true
	case "keys":
		return function{takes: []parameter{anObject}, run: keys}, true
	case "length":
		return function{takes: []parameter{sized}, run: length}, true
	case "map":
		return function{takes: []parameter{aReference, anArray}, run: mapped, consumes: true}, true
	case "max":
		return function{takes: []parameter{numbersOrStrings}, run: maximum}, true
	case "max_by":
		return function{takes: []parameter{anArray, aReference}, run: maximumBy, consumes: true}, true
	case "merge":
		return function{takes: []parameter{anObject}, variadic: true, run: merge}, true
	case "min":
		return function{takes: []parameter{numbersOrStrings}, run: minimum}, true
	case "min_by":
		return function{takes: []parameter{anArray, aReference}, run: minimumBy, consumes: true}, true
	case "not_null":
		return function{takes: []parameter{anything}, variadic: true, run: notNull}, true
	case "reverse":
		return function{takes: []parameter{arrayOrString}, run: reverse}, true
	case "sort":
		return function{takes: []parameter{stringsOrNumbers}, run: sorted}, true
	case "sort_by":
		return function{takes: []parameter{anArray, aReference}, run: sortedBy, consumes: true}, true
	case "starts_with":
		return function{takes: []parameter{aString, aString}, run: startsWith}, true
	case "sum":
		return function{takes: []parameter{numbers}, run: total}, true
	case "to_array":
		return function{takes: []parameter{anything}, run: toArray}, true
	case "to_number":
		return function{takes: []parameter{anything}, run: toNumber}, true
	case "to_string":
		return function{takes: []parameter{anything}, run: toString}, true
	case "type":
		return function{takes: []parameter{anything}, run: typeName}, true
	case "values":
		return function{takes: []parameter{anObject}, run: values}, true
	}
	return function{}, false
}

// check says what is wrong with the number or the types of arguments.
func (f *function) check(name string, args []any) error {
	if len(args) < len(f.takes) || len(args) > len(f.takes) && !f.variadic {
		return &ArityError{Function: name, Want: len(f.takes), AtLeast: f.variadic, Got: len(args)}
	}
	for i, p := range f.takes {
		if err := p.check(name, args[i]); err != nil {
			return err
		}
	}
	return nil
}

// A parameter is what a function takes as one argument.
type parameter uint8

const (
	anything parameter = iota
	aNumber
	aString
	anArray
	anObject
	aReference
	arrayOrString
	sized
	numbers
	stringList
	numbersOrStrings
	stringsOrNumbers
)

// kinds returns the types of value that a parameter takes, and those that an
// array's elements must have: all of one type, if it is one of these.
func (p parameter) kinds() (value, elements kinds) {
	switch p {
	case aNumber:
		return numberKind, anyKind
	case aString:
		return stringKind, anyKind
	case anArray:
		return arrayKind, anyKind
	case anObject:
		return objectKind, anyKind
	case aReference:
		return referenceKind, anyKind
	case arrayOrString:
		return arrayKind | stringKind, anyKind
	case sized:
		return stringKind | arrayKind | objectKind, anyKind
	case numbers:
		return arrayKind, numberKind
	case stringList:
		return arrayKind, stringKind
	case numbersOrStrings, stringsOrNumbers:
		return arrayKind, numberKind | stringKind
	}
	return anyKind, anyKind
}

// names returns the types in the library's order and spelling.
func (p parameter) names() []string {
	switch p {
	case aNumber:
		return []string{"number"}
	case aString:
		return []string{"string"}
	case anArray:
		return []string{"array"}
	case anObject:
		return []string{"object"}
	case aReference:
		return []string{"expref"}
	case arrayOrString:
		return []string{"array", "string"}
	case sized:
		return []string{"string", "array", "object"}
	case numbers:
		return []string{"array-number"}
	case stringList:
		return []string{"array-string"}
	case numbersOrStrings:
		return []string{"array-number", "array-string"}
	case stringsOrNumbers:
		return []string{"array-string", "array-number"}
	}
	return nil
}

// check says what is wrong with an argument's type. That of an element has
// its Python name in the message.
func (p parameter) check(function string, arg any) error {
	value, elements := p.kinds()
	if kind := kindOf(arg); kind&value == 0 {
		return &TypeError{Function: function, Value: arg, Want: p.names(), Got: kind.String()}
	}
	list, ok := arg.([]any)
	if !ok || elements == anyKind {
		return nil
	}
	for _, e := range list {
		elements &= kindOf(e)
		if elements == 0 {
			return &TypeError{Function: function, Value: e, Want: p.names(), Got: pythonType(e)}
		}
	}
	return nil
}
