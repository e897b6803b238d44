package model

import (
	"reflect"
	"time"
)

// Overlay sets, in the generated struct to which dst points, every field that
// is not nil in the one to which src points, and leaves the others alone.
// Fields are matched by name; one that dst does not have is passed over.
//
// A list, map or structure replaces the old one whole: nothing is merged, and
// an empty one that was given empties it. Where the two sides have different
// structures (TlsConfigInput, TlsConfig), a new one is made from the fields
// that both have. dst shares the memory of src afterwards.
func Overlay(dst, src any) {
	overlayStruct(reflect.ValueOf(dst).Elem(), reflect.ValueOf(src).Elem())
}

func overlayStruct(dst, src reflect.Value) {
	for i := range src.NumField() {
		from := src.Field(i)
		if from.IsNil() {
			continue
		}
		to, ok := fieldAt(dst, i, src.Type().Field(i).Name)
		switch {
		case !ok:
		case to.Type() == from.Type():
			to.Set(from)
		case to.Kind() == reflect.Pointer && from.Kind() == reflect.Pointer && to.Type().Elem().Kind() == reflect.Struct:
			to.Set(reflect.New(to.Type().Elem()))
			overlayStruct(to.Elem(), from.Elem())
		}
	}
}

// Clone returns a copy of a generated struct that shares no memory with it;
// of nil, nil.
func Clone[T any](v *T) *T {
	if v == nil {
		return nil
	}
	c := new(T)
	cloneInto(reflect.ValueOf(c).Elem(), reflect.ValueOf(v).Elem())
	return c
}

func cloneInto(dst, src reflect.Value) {
	switch src.Kind() {
	case reflect.Pointer:
		if !src.IsNil() {
			dst.Set(reflect.New(src.Type().Elem()))
			cloneInto(dst.Elem(), src.Elem())
		}
	case reflect.Slice:
		if src.IsNil() {
			return
		}
		dst.Set(reflect.MakeSlice(src.Type(), src.Len(), src.Len()))
		if k := src.Type().Elem().Kind(); k == reflect.String || k == reflect.Uint8 {
			reflect.Copy(dst, src)
			return
		}
		for i := range src.Len() {
			cloneInto(dst.Index(i), src.Index(i))
		}
	case reflect.Struct:
		if src.Type() == reflect.TypeFor[time.Time]() {
			dst.Set(src)
			return
		}
		for i := range src.NumField() {
			cloneInto(dst.Field(i), src.Field(i))
		}
	default:
		dst.Set(src)
	}
}
