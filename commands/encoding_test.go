package commands

import "testing"

func TestDecodeText(t *testing.T) {
	tests := []struct{ name, bytes, encoding, want string }{ // want is the text, or the error's
		{"UTF-8 unless told otherwise", "größe", "", "größe"},
		{"that is no UTF-8", "gr\xf6", "", "not of the encoding"},
		{"any spelling of a name", "a", "UTF_8", "a"},
		{"a byte order mark stays", "\ufeffa", "utf-8", "\ufeffa"},
		{"or is taken off", "\ufeffa", "utf-8-sig", "a"},
		{"Latin-1", "gr\xf6\xdfe", "ISO-8859-1", "größe"},
		{"Windows", "\x80 \x93x\x94", "cp1252", "€ “x”"},
		{"that Windows does not have", "\x81", "cp1252", "not of the encoding"},
		{"ASCII", "a\x00", "ascii", "a\x00"},
		{"that is no ASCII", "ä", "ascii", "not of the encoding"},
		{"UTF-16", "\xff\xfea\x00=\xd8\x00\xde", "utf-16", "a😀"},
		{"with the bytes in the other order", "\xfe\xff\x00a", "utf-16", "a"},
		{"without a mark", "a\x00", "utf-16", "a"},
		{"half a character", "a", "utf-16", "not of the encoding"},
		{"an encoding that nobody knows", "a", "bogus", "unknown encoding: bogus"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decodeText([]byte(tt.bytes), tt.encoding)
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("decodeText(%q, %q) = %q, want %q", tt.bytes, tt.encoding, got, tt.want)
			}
		})
	}
}
