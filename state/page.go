package state

import (
	"encoding/base64"
	"slices"
	"strconv"
)

// page returns one page of a family: at most maxResults resources from the
// one that nextToken names on, and the token of the page behind it, which is
// nil on the last one. Without maxResults the rest is one page (guess: the
// real default is undocumented, and clients page by themselves).
func (f family[T]) page(maxResults, nextToken *string) ([]T, *string, error) {
	return f.pageOf(f.ids(), maxResults, nextToken)
}

// newestFirst is page in reverse order.
func (f family[T]) newestFirst(maxResults, nextToken *string) ([]T, *string, error) {
	ids := f.ids()
	slices.Reverse(ids)
	return f.pageOf(ids, maxResults, nextToken)
}

func (f family[T]) pageOf(ids []string, maxResults, nextToken *string) ([]T, *string, error) {
	limit, err := pageLimit(maxResults)
	if err != nil {
		return nil, nil, err
	}
	if nextToken != nil {
		// The token names the next resource, not a number of resources, so
		// that a script may delete each page before it asks for the next.
		id, err := base64.RawURLEncoding.DecodeString(*nextToken)
		at := slices.Index(ids, string(id))
		if err != nil || at < 0 {
			return nil, nil, badRequest("Invalid nextToken specified") // guess
		}
		ids = ids[at:]
	}
	var next *string
	if limit < len(ids) {
		next = new(base64.RawURLEncoding.EncodeToString([]byte(ids[limit])))
		ids = ids[:limit]
	}
	o, decoder := f.object(), f.decoder()
	items := make([]T, len(ids))
	for i, id := range ids {
		items[i] = *f.decode(id, o.look(o.find(id)), decoder)
	}
	return items, next, nil
}

// pageLimit reads MaxResults, which travels as text.
func pageLimit(maxResults *string) (int, error) {
	if maxResults == nil {
		return int(^uint(0) >> 1), nil
	}
	n, err := strconv.Atoi(*maxResults)
	if err != nil || n < 1 {
		return 0, badRequest("Invalid maxResults specified. Must be a positive number") // guess
	}
	return n, nil
}
