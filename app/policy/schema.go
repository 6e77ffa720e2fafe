package policy

import (
	"bytes"
	"encoding/json"
)

// schemaID names the schema. It is a name, not a place to fetch anything from.
const schemaID = "https://postroom.example/policy.schema.json"

// schema is a JSON Schema, as far as a policy needs one, in the order in which people read it.
type schema struct {
	Schema      string              `json:"$schema,omitempty"`
	ID          string              `json:"$id,omitempty"`
	Title       string              `json:"title,omitempty"`
	Description string              `json:"description,omitempty"`
	Type        []string            `json:"type,omitempty"`
	Enum        []any               `json:"enum,omitempty"`
	Pattern     string              `json:"pattern,omitempty"`
	Minimum     int                 `json:"minimum,omitempty"`
	Maximum     int                 `json:"maximum,omitempty"`
	Properties  properties          `json:"properties,omitempty"`
	Additional  *bool               `json:"additionalProperties,omitempty"`
	Required    []string            `json:"required,omitempty"`
	Together    map[string][]string `json:"dependentRequired,omitempty"`
	AllOf       []schema            `json:"allOf,omitempty"`
	AnyOf       []schema            `json:"anyOf,omitempty"`
	Not         *schema             `json:"not,omitempty"`
	Examples    []json.RawMessage   `json:"examples,omitempty"`
}

// properties keeps the order of an object's fields.
type properties []property

type property struct {
	name  string
	value schema
}

// MarshalJSON writes an object.
func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, one := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		name, err := json.Marshal(one.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(one.value)
		if err != nil {
			return nil, err
		}
		b.Write(append(append(name, ':'), value...))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Schema is the JSON Schema (draft 2020-12) of a policy file, for editors.
func Schema() ([]byte, error) {
	s := schemaOf(whole)
	s.Schema, s.ID, s.Title, s.Type = "https://json-schema.org/draft/2020-12/schema", schemaID, "Postroom policy", []string{"object"}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(s)
	return b.Bytes(), err
}

var kindNames = map[kind]string{kindString: "string", kindNumber: "integer", kindBool: "boolean", kindObject: "object"}

// schemaOf writes a shape down. A null field counts as absent, so null is allowed everywhere.
func schemaOf(s *shape) schema {
	v := schema{Description: s.about, Type: []string{kindNames[s.kind], "null"}, Pattern: s.pattern, Minimum: s.low, Maximum: s.high}
	if len(s.choices) > 0 {
		for _, c := range s.choices {
			v.Enum = append(v.Enum, c)
		}
		v.Enum = append(v.Enum, nil)
	}
	if s.example != "" {
		v.Examples = []json.RawMessage{json.RawMessage(s.example)}
	}
	if s.kind == kindObject {
		v.Additional = new(bool)
	}
	for _, m := range s.fields {
		field := schemaOf(m.shape)
		if m.needed {
			field.Type = field.Type[:1] // not null
			if len(field.Enum) > 0 {
				field.Enum = field.Enum[:len(field.Enum)-1]
			}
		}
		v.Properties = append(v.Properties, property{m.name, field})
		if m.needed {
			v.Required = append(v.Required, m.name)
		}
	}
	for _, pair := range s.needs {
		if v.Together == nil {
			v.Together = map[string][]string{}
		}
		v.Together[pair[0]] = append(v.Together[pair[0]], pair[1])
	}
	for _, pair := range s.apart {
		v.AllOf = append(v.AllOf, schema{Not: &schema{Required: pair[:]}})
	}
	if len(s.or) == 0 {
		return v
	}
	any := schema{Description: v.Description, Examples: v.Examples}
	v.Description, v.Examples = "", nil
	any.AnyOf = append(any.AnyOf, v)
	for _, other := range s.or {
		any.AnyOf = append(any.AnyOf, schemaOf(other))
	}
	return any
}
