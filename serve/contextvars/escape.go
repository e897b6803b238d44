package contextvars

import "unicode/utf8"

// appendEscaped appends text as it stands between the quotes of a JSON string.
// Characters that would end a line or steer a terminal are escaped too. What is
// not UTF-8 becomes U+FFFD.
func appendEscaped(dst []byte, text string) []byte {
	const digits = "0123456789abcdef"
	done := 0 // what is before has been appended
	for i := 0; i < len(text); {
		if c := text[i]; ' ' <= c && c < 0x7f && c != '"' && c != '\\' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r > 0x9f && r != utf8.RuneError && r != '\u2028' && r != '\u2029' {
			i += size
			continue
		}
		dst = append(dst, text[done:i]...)
		i += size
		done = i
		switch r {
		case '"', '\\':
			dst = append(dst, '\\', byte(r))
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		case utf8.RuneError:
			dst = utf8.AppendRune(dst, r)
		default:
			dst = append(dst, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
		}
	}
	return append(dst, text[done:]...)
}
