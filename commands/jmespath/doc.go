// Package jmespath is the query engine behind --query. It finds what the AWS
// CLI's Python library, jmespath 1.0.1, finds, and complains in its words.
//
// It is written by hand because the Go libraries keep objects in maps: they
// lose the order of members, which the AWS CLI keeps from the response and
// from the query's own hashes to the last byte of output, and they have other
// error texts and no integers.
//
// A query is compiled once, by a lexer that reads it whole and a Pratt parser
// over its tokens, and evaluated over the tree. The grammar, in which the
// operators further down bind closer:
//
//	expression  = pipe
//	pipe        = or *( "|" or )
//	or          = and *( "||" and )
//	and         = comparison *( "&&" comparison )
//	comparison  = flattened *( ( "==" / "!=" / "<" / "<=" / ">" / ">=" ) flattened )
//	flattened   = operand *( "[]" / step )
//	operand     = name / call / literal / raw / "@" / "*" / "[]" / bracket / hash
//	            / "(" expression ")" / "!" operand / "&" expression
//	step        = "." ( name / call / "*" / list / hash ) / bracket
//	bracket     = "[" number "]" / "[" slice "]" / "[*]" / "[?" expression "]"
//	            / list                      ; not as a step without a dot
//	slice       = [number] ":" [number] [":" [number]]
//	list        = "[" expression *( "," expression ) "]"
//	hash        = "{" key ":" expression *( "," key ":" expression ) "}"
//	key         = name
//	name        = bare / quoted
//	call        = bare "(" [ argument *( "," argument ) ] ")"
//	argument    = expression                ; "&" expression is a value of its own
//	bare        = ( letter / "_" ) *( letter / digit / "_" )
//	quoted      = JSON string
//	literal     = "`" JSON "`"              ; what is not JSON is a string
//	raw         = "'" *( any but "'" / "\'" ) "'"
//	number      = ["-"] 1*digit
//
// The library takes more than its grammar says, and so does this package:
// commas between arguments or pairs may be missing and an argument list may
// end in one; a name in parentheses may be called; "!" binds closer than a
// dot, so that !a.b is the b of !a; and a slice right after an index, as in
// a[0][1:2], is a plain list, not a projection.
//
// Values are those of a model.Document, in the form that is printed:
// timestamps and blobs have become text before a query sees them. One that has
// not is a value of no JMESPath type, as it would be in Python.
package jmespath
