package model

// IsRegion reports whether a text has the form of a region's name: a host
// label that is not only digits, which AWS's clients demand before they send
// anything (observed of botocore).
func IsRegion(text string) bool {
	if text == "" || len(text) > 63 || text[0] == '-' || text[len(text)-1] == '-' {
		return false
	}
	onlyDigits := true
	for i := range len(text) {
		c := text[i]
		if !isDigit(c) && !('a' <= c|0x20 && c|0x20 <= 'z') && c != '-' {
			return false
		}
		onlyDigits = onlyDigits && isDigit(c)
	}
	return !onlyDigits
}
