// Package shorthand reads the AWS CLI's shorthand syntax, the compact form in
// which structures and maps are given on a command line:
//
//	AllowOrigins=https://app.example,https://b.example,MaxAge=300
//
// Reading has two steps. Parse knows the grammar alone and makes a document of
// strings, lists and documents; Convert then turns the strings into what a
// shape of the service model asks for. Format is the inverse of Parse.
//
// The grammar, with ABNF's operators (RFC 5234):
//
//	input   = pair *( ws "," ws pair )
//	pair    = key ws [ "@" ws ] "=" ws values
//	key     = *( ALPHA / DIGIT / "-" / "_" / "." / "#" / "/" / ":" )
//	values  = list / hash / comma
//	comma   = first *( ws "," ws second )
//	list    = "[" ws [ item *( ws "," ws item ) ws [ "," ws ] ] "]"
//	hash    = "{" ws [ entry *( ws "," ws entry ) ws [ "," ws ] ] "}"
//	entry   = key ws [ "@" ws ] "=" ws item
//	item    = list / hash / first
//	first   = single / double / bare1
//	second  = single / double / bare2
//	single  = "'" *( any character but "'" / "\'" ) "'"
//	double  = %x22 *( any character but %x22 / "\" %x22 ) %x22
//	bare1   = [ start *follow1 ]
//	bare2   = start *follow2
//	start   = "\," / "!" to U+FFFF but not one of " ' , = [ {
//	follow1 = "\," / space / "!" to U+FFFF but not one of " ' , ] }
//	follow2 = "\," / space / "!" to U+FFFF but not one of " ' , =
//	ws      = *( SP / HTAB / LF / VT / FF / CR )
//
// What the grammar cannot say:
//
//   - A list or hash that has just begun, or has just passed a comma, ends if
//     its closing bracket comes next; otherwise an item or entry begins.
//   - In a comma list, a second that is not followed by a comma or the end of
//     the input (as a rule by "=", so it was the next pair's key) was none:
//     the list ends before the last comma that was passed, even one inside
//     that second, and the next pair begins after it.
//   - One value makes a string, several make a list.
//   - space is what Python's regular expressions call white space: beside ws,
//     U+001C to U+001F. White space at the end of a bare value is dropped
//     (there, Unicode's too), and "\," stands for a comma. Other backslashes
//     stand for themselves.
//   - A quoted value ends at the first quote that has no backslash before it,
//     or, if there is none, at the last quote there is. In it \' (or \", in
//     double quotes) stands for the quote, and after that \\ for a backslash.
//   - An argument that is not UTF-8 is read as Python does: each byte of it
//     that is no part of a character counts as a character below U+FFFF.
//   - Each string that begins with file:// or fileb:// is replaced by what it
//     refers to, if the key that was read last before it has an "@". So an "@"
//     does not reach through braces, nor to the items of a list that follow a
//     hash with a key (observed: AWS CLI 1.45.11).
//
// Observed: AWS CLI 2.36.7. Version 2.9 has no "@" and lets \\ stand before a
// closing quote.
package shorthand
