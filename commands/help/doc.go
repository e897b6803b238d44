// Package help writes the pages that "help" shows, in the structure of the
// AWS CLI's and in sentences of its own: what the program is for, a service,
// an operation, a command of our own, a topic.
//
// The sentences stand in the embedded files below prose, topics and
// examples. They are read when a page is asked for and cost other commands
// nothing. Everything that can be derived from the service's model is: types,
// constraints, the synopsis, the blocks that show a value's syntax.
//
// A page is first a document, a list of blocks, then laid out as the manual
// page that the AWS CLI makes of its own: sections at the left edge, text from
// column 7, each level three and a half columns further. Two things are left
// out because they serve nobody on a screen: lines are not stretched to the
// right edge and words are not hyphenated.
package help
