// Command schemastub is a stand-in for the google provider: it serves a schema document to Terraform
// and answers plan, apply and read from the configuration alone, without any network. It checks shapes
// and references, not the values the real provider refuses.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

const address = "hashicorp/google"

// The shape of `terraform providers schema -json`, as far as it is used here.
type document struct {
	Providers map[string]provider `json:"provider_schemas"`
}

type provider struct {
	Provider    schema            `json:"provider"`
	Resources   map[string]schema `json:"resource_schemas"`
	DataSources map[string]schema `json:"data_source_schemas"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type block struct {
	Attributes map[string]attribute   `json:"attributes"`
	BlockTypes map[string]nestedBlock `json:"block_types"`
}

type attribute struct {
	Type     json.RawMessage `json:"type"`
	Required bool            `json:"required"`
	Optional bool            `json:"optional"`
	Computed bool            `json:"computed"`
}

type nestedBlock struct {
	NestingMode string `json:"nesting_mode"`
	MinItems    int64  `json:"min_items"`
	MaxItems    int64  `json:"max_items"`
	Block       block  `json:"block"`
}

var nesting = map[string]tfprotov5.SchemaNestedBlockNestingMode{
	"list":   tfprotov5.SchemaNestedBlockNestingModeList,
	"set":    tfprotov5.SchemaNestedBlockNestingModeSet,
	"single": tfprotov5.SchemaNestedBlockNestingModeSingle,
	"map":    tfprotov5.SchemaNestedBlockNestingModeMap,
}

func (b block) protocol() (*tfprotov5.SchemaBlock, error) {
	out := &tfprotov5.SchemaBlock{}
	for name, a := range b.Attributes {
		t, err := tftypes.ParseJSONType(a.Type) //nolint:staticcheck // the only parser of this notation
		if err != nil {
			return nil, fmt.Errorf("attribute %s: %w", name, err)
		}
		out.Attributes = append(out.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: t, Required: a.Required, Optional: a.Optional, Computed: a.Computed,
		})
	}
	for name, n := range b.BlockTypes {
		inner, err := n.Block.protocol()
		if err != nil {
			return nil, fmt.Errorf("block %s: %w", name, err)
		}
		out.BlockTypes = append(out.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Nesting: nesting[n.NestingMode], MinItems: n.MinItems, MaxItems: n.MaxItems, Block: inner,
		})
	}
	return out, nil
}

func protocol(in map[string]schema) (map[string]*tfprotov5.Schema, error) {
	out := map[string]*tfprotov5.Schema{}
	for name, s := range in {
		b, err := s.Block.protocol()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = &tfprotov5.Schema{Version: s.Version, Block: b}
	}
	return out, nil
}

// server answers the calls Terraform makes; any other call panics, so that none is missed.
type server struct {
	tfprotov5.ProviderServer
	provider    *tfprotov5.Schema
	resources   map[string]*tfprotov5.Schema
	dataSources map[string]*tfprotov5.Schema
	document    provider
}

func newServer(path string) (*server, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var doc document
	if err := json.Unmarshal(content, &doc); err != nil {
		return nil, err
	}
	google, ok := doc.Providers[address]
	if !ok {
		return nil, fmt.Errorf("%s: no schema of %s", path, address)
	}
	s := &server{document: google}
	config, err := google.Provider.Block.protocol()
	if err != nil {
		return nil, err
	}
	s.provider = &tfprotov5.Schema{Block: config}
	if s.resources, err = protocol(google.Resources); err != nil {
		return nil, err
	}
	s.dataSources, err = protocol(google.DataSources)
	return s, err
}

func (s *server) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	return &tfprotov5.GetMetadataResponse{}, nil
}

func (s *server) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{
		Provider: s.provider, ResourceSchemas: s.resources, DataSourceSchemas: s.dataSources,
	}, nil
}

func (s *server) GetResourceIdentitySchemas(context.Context, *tfprotov5.GetResourceIdentitySchemasRequest) (*tfprotov5.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov5.GetResourceIdentitySchemasResponse{}, nil
}

func (s *server) PrepareProviderConfig(_ context.Context, r *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: r.Config}, nil
}

func (s *server) ConfigureProvider(context.Context, *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	return &tfprotov5.ConfigureProviderResponse{}, nil
}

func (s *server) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func (s *server) ValidateResourceTypeConfig(context.Context, *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (s *server) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (s *server) UpgradeResourceState(_ context.Context, r *tfprotov5.UpgradeResourceStateRequest) (*tfprotov5.UpgradeResourceStateResponse, error) {
	t := s.resources[r.TypeName].ValueType()
	v, err := r.RawState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	d, err := tfprotov5.NewDynamicValue(t, v)
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: &d}, err
}

func (s *server) ReadResource(_ context.Context, r *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	return &tfprotov5.ReadResourceResponse{NewState: r.CurrentState}, nil
}

// ReadDataSource keeps what the configuration says and makes up everything computed.
func (s *server) ReadDataSource(_ context.Context, r *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	d, err := change(s.dataSources[r.TypeName].ValueType(), r.Config, func(name string, v tftypes.Value) tftypes.Value {
		if v.IsNull() && s.document.DataSources[r.TypeName].Block.Attributes[name].Computed {
			return made(r.TypeName, name, v.Type())
		}
		return v
	})
	return &tfprotov5.ReadDataSourceResponse{State: d}, err
}

// PlanResourceChange marks what a new resource does not say and the cloud would as "known after apply".
func (s *server) PlanResourceChange(_ context.Context, r *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	t := s.resources[r.TypeName].ValueType()
	proposed, err := r.ProposedNewState.Unmarshal(t)
	if err != nil || proposed.IsNull() {
		return &tfprotov5.PlanResourceChangeResponse{PlannedState: r.ProposedNewState}, err
	}
	prior, err := r.PriorState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	d, err := change(t, r.ProposedNewState, func(name string, v tftypes.Value) tftypes.Value {
		if prior.IsNull() && v.IsNull() && s.document.Resources[r.TypeName].Block.Attributes[name].Computed {
			return tftypes.NewValue(v.Type(), tftypes.UnknownValue)
		}
		return v
	})
	return &tfprotov5.PlanResourceChangeResponse{PlannedState: d}, err
}

// ApplyResourceChange makes up what the plan left open, and notes what it was asked to do.
func (s *server) ApplyResourceChange(_ context.Context, r *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	t := s.resources[r.TypeName].ValueType()
	planned, err := r.PlannedState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	prior, err := r.PriorState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	if err := note(verb(prior, planned), r.TypeName); err != nil {
		return nil, err
	}
	if planned.IsNull() {
		return &tfprotov5.ApplyResourceChangeResponse{NewState: r.PlannedState}, nil
	}
	d, err := change(t, r.PlannedState, func(name string, v tftypes.Value) tftypes.Value {
		if v.IsKnown() {
			return v
		}
		return made(r.TypeName, name, v.Type())
	})
	return &tfprotov5.ApplyResourceChangeResponse{NewState: d}, err
}

func verb(prior, planned tftypes.Value) string {
	switch {
	case prior.IsNull():
		return "create"
	case planned.IsNull():
		return "delete"
	default:
		return "update"
	}
}

// note appends a line to the file named by SCHEMA_STUB_LOG, if one is named.
func note(verb, typeName string) error {
	path := os.Getenv("SCHEMA_STUB_LOG")
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "%s %s\n", verb, typeName)
	return errors.Join(err, file.Close())
}

// change maps the top-level attributes of an object.
func change(t tftypes.Type, in *tfprotov5.DynamicValue, f func(string, tftypes.Value) tftypes.Value) (*tfprotov5.DynamicValue, error) {
	v, err := in.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	attributes := map[string]tftypes.Value{}
	if err := v.As(&attributes); err != nil {
		return nil, err
	}
	for name, value := range attributes {
		attributes[name] = f(name, value)
	}
	d, err := tfprotov5.NewDynamicValue(t, tftypes.NewValue(t, attributes))
	return &d, err
}

// made is the value of a computed attribute: recognisably not a real one.
func made(typeName, attribute string, t tftypes.Type) tftypes.Value {
	if t.Is(tftypes.String) {
		return tftypes.NewValue(t, typeName+"/"+attribute)
	}
	return tftypes.NewValue(t, nil)
}

func main() {
	s, err := newServer(os.Getenv("SCHEMA_STUB_JSON"))
	if err != nil {
		log.Fatal(err)
	}
	if err := tf5server.Serve(address, func() tfprotov5.ProviderServer { return s }); err != nil {
		log.Fatal(err)
	}
}
