//! Emits the module `wire`: the implementations that decode each model from JSON and encode it as JSON.
//!
//! The implementations are generated for concrete types rather than derived: they compile several times
//! faster, and only this emitter depends on their form. They are `#[inline]`, so that, as with generic code,
//! a program compiles only what it uses of a client. This makes the release build of a whole API ten times
//! faster.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use super::models::touches_deprecated;
use super::printer::ModulePrinter;
use super::types::{self, Holding};
use crate::analysis::unions::deciding_tag;
use crate::analysis::{Condition, JsonKind, ListPattern, Pattern, TextForm};
use crate::ir::{Model, ModelId, Record, Rest, Shape, Type, Union};
use crate::naming::Name;
use indexmap::IndexMap;

pub(super) fn emit(context: Context<'_>, module: &mut ModulePrinter) {
    let mut lists = Lists::default();
    for (id, model) in context.api.models_with_ids() {
        let name = model.name.ident();
        let condition = context.attributes.of_model(id);
        match &model.shape {
            Shape::Record(record) => {
                module.push(&condition, decode_record(context, id, model, record));
                module.push(&condition, encode_record(context, id, model, record));
                lists.models.add(condition, quote!(super::#name));
            }
            Shape::Union(union) => {
                module.push(&condition, decode_union(context, id, model, union));
                module.push(&condition, encode_union(context, model, union));
                let variants = union.variants.iter().map(|variant| &variant.name).chain([&union.other]);
                let variants = variants.map(Name::ident);
                lists.unions.add(condition, quote!(super::#name { #(#variants),* }));
            }
            Shape::Wrapper(ty) => {
                module.push(&condition, wrapper(context, id, model, ty));
                lists.models.add(condition, quote!(super::#name));
            }
            Shape::Enum(words) => {
                let list = match words.is_whole {
                    true => &mut lists.integers,
                    false if context.facts.is_xml(id) => &mut lists.xml_enums,
                    false => &mut lists.enums,
                };
                list.add(condition, quote!(super::#name));
            }
            Shape::Alias(_) => {}
        }
    }
    let Lists { enums, xml_enums, integers, models, unions } = lists;
    enums.push(module, |types| quote!(codegen::open_enums!(#(#types),*);));
    xml_enums.push(module, |types| quote!(codegen::xml_open_enums!(#(#types),*);));
    integers.push(module, |types| quote!(codegen::open_integers!(#(#types),*);));
    models.push(module, |types| quote!(codegen::models!(#(#types),*);));
    unions.push(module, |types| quote!(codegen::unions!(#(#types),*);));
}

/// The types for which macros implement encodings.
#[derive(Default)]
struct Lists {
    enums: ByCondition,
    xml_enums: ByCondition,
    integers: ByCondition,
    models: ByCondition,
    unions: ByCondition,
}

/// A list of types for each condition.
#[derive(Default)]
struct ByCondition(IndexMap<Condition, Vec<TokenStream>>);

impl ByCondition {
    fn add(&mut self, condition: Condition, ty: TokenStream) {
        self.0.entry(condition).or_default().push(ty);
    }

    /// Calls a macro for each list.
    fn push(self, module: &mut ModulePrinter, call: impl Fn(Vec<TokenStream>) -> TokenStream) {
        for (condition, types) in self.0 {
            module.push(&condition, call(types));
        }
    }
}

fn decode_record(context: Context<'_>, id: ModelId, model: &Model, record: &Record) -> TokenStream {
    let name = model.name.ident();
    let keys = record.fields.iter().map(|field| field.name.wire());
    let fields: Vec<_> = record.fields.iter().map(|field| field.name.ident()).collect();
    let rest: Vec<_> = record.rest.iter().flat_map(Rest::names).map(Name::ident).collect();
    let tuple = tuple(&fields.iter().map(|name| quote!(#name)).collect::<Vec<_>>());
    let read = match (fields.is_empty(), rest.len()) {
        (true, 0) => quote!(reader.record::<()>(&[])?;),
        (_, 0) => quote! {
            let read = reader.record(&[#(#keys),*]);
            let #tuple = codegen::read!(read);
        },
        (_, 1) => quote! {
            let read = reader.open_record(&[#(#keys),*]);
            let (#tuple, #(#rest)*) = codegen::read!(read);
        },
        _ => quote! {
            let read = reader.typed_record(&[#(#keys),*]);
            let (#tuple, #(#rest),*) = codegen::read!(read);
        },
    };
    let touches = touches_deprecated(record);
    let bindings = bindings_without_case(record);
    let xml = super::xml::record(context, id, record);
    quote! {
        #touches
        #bindings
        impl json::Decode for super::#name {
            #[inline]
            fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
                #read
                Ok(Self { #(#fields,)* #(#rest),* })
            }

            #xml
        }
    }
}

/// Renders the fields of a record as the runtime takes them: as a tuple of at most sixteen elements. More
/// fields form a chain of nested tuples. A chain that would be too deep for rustc is split into halves.
fn tuple(fields: &[TokenStream]) -> TokenStream {
    let half = (fields.len() / WIDEST).div_ceil(2) * WIDEST;
    let first = if fields.len() > IN_A_ROW * WIDEST { half } else { WIDEST };
    match fields.split_at_checked(first) {
        Some((first, rest)) if !rest.is_empty() => {
            let (first, rest) = (tuple(first), tuple(rest));
            quote!(json::Chain(#first, #rest))
        }
        _ if fields.len() <= 1 => quote!((#(#fields,)*)),
        _ if fields.len() == WIDEST => quote!((#(#fields,)*)),
        _ => quote!((#(#fields),*)),
    }
}

/// The number of elements of the widest tuple that the runtime takes.
const WIDEST: usize = 16;

/// The largest number of tuples in a chain. A chain of a thousand would be a type, and an indentation, of a
/// thousand levels.
const IN_A_ROW: usize = 32;

/// Allows bindings with the name of a variant. In a script without case, a field and a variant of its type
/// may have the same name, for which rustc would warn about a likely mistake.
fn bindings_without_case(record: &Record) -> TokenStream {
    if record.fields.iter().all(|field| field.name.has_case()) {
        return TokenStream::new();
    }
    quote!(#[allow(bindings_with_variant_name, reason = "a name without capitals")])
}

fn encode_record(context: Context<'_>, id: ModelId, model: &Model, record: &Record) -> TokenStream {
    let name = model.name.ident();
    let keys = record.fields.iter().map(|field| field.name.wire());
    let fields = record.fields.iter().map(|field| {
        let name = field.name.ident();
        let value = match types::holding(context, id, field) {
            Holding::Nullable => quote!(&json::OrNull(&self.#name)),
            Holding::Plain | Holding::Optional | Holding::ThreeState => quote!(&self.#name),
        };
        if field.is_secret { quote!(&json::Secret(#value)) } else { value }
    });
    let fields = tuple(&fields.collect::<Vec<_>>());
    let write = match &record.rest {
        None => quote!(writer.record(&[#(#keys),*], #fields)),
        Some(rest) => {
            let names = rest.names().map(Name::ident);
            match rest.unrecognized {
                None => quote!(writer.open_record(&[#(#keys),*], #fields, #(&self.#names),*)),
                Some(_) => quote!(writer.typed_record(&[#(#keys),*], #fields, #(&self.#names),*)),
            }
        }
    };
    let touches = touches_deprecated(record);
    quote! {
        #touches
        impl json::Encode for super::#name {
            #[inline]
            fn encode(&self, writer: &mut json::Writer) {
                #write;
            }
        }
    }
}

fn decode_union(context: Context<'_>, id: ModelId, model: &Model, union: &Union) -> TokenStream {
    let (name, other) = (model.name.ident(), union.other.ident());
    let tests = || {
        let tests = context.facts.patterns(id).iter().map(pattern);
        let count = union.variants.len();
        let arms = union.variants.iter().enumerate().map(|(index, variant)| {
            let name = variant.name.ident();
            let number = Literal::usize_unsuffixed(index);
            let pattern = if index + 1 == count { quote!(_) } else { quote!(#number) };
            quote!(#pattern => reader.attempt().map(Self::#name))
        });
        quote! {
            reader.choose(&[#(#tests),*], |reader, index| match index {
                #(#arms,)*
            })?
        }
    };
    let by_tag = |tag: &str| {
        let arms = union.variants.iter().map(|variant| {
            let (name, tags) = (variant.name.ident(), &variant.tags);
            let tagged = (!tags.is_empty()).then(|| quote!(Some(#(#tags)|*)));
            let patterns: Vec<_> =
                variant.is_untagged.then(|| quote!(None)).into_iter().chain(tagged).collect();
            let is_needed = !patterns.is_empty() && !variant.is_default;
            is_needed.then(|| quote!(#(#patterns)|* => reader.attempt().map(Self::#name),))
        });
        let default = union.variants.iter().find(|variant| variant.is_default);
        let default = match default.map(|variant| variant.name.ident()) {
            Some(name) => quote!(reader.attempt().map(Self::#name)),
            None => quote!(None),
        };
        let untagged = union.is_tag_optional.then(|| {
            let tests = tests();
            quote!(None => #tests,)
        });
        quote! {
            match reader.tag(#tag)?.as_deref() {
                #(#arms)*
                #untagged
                _ => #default,
            }
        }
    };
    let chosen = deciding_tag(union).map_or_else(tests, by_tag);
    let xml = super::xml::union(context, id, union);
    quote! {
        impl json::Decode for super::#name {
            #[inline]
            fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
                let chosen = #chosen;
                match chosen {
                    Some(value) => Ok(value),
                    None => reader.unmatched().map(Self::#other),
                }
            }

            #xml
        }
    }
}

/// Renders a pattern, without the fields that have their default value.
fn pattern(test: &Pattern) -> TokenStream {
    let kinds = test.kinds.iter().map(|kind| kind_word(*kind));
    let Pattern { whole, words, text, required, known, constants, inner, others, map, list, one_of, .. } =
        test;
    if !one_of.is_empty() {
        let one_of = one_of.iter().map(self::pattern);
        return quote!(json::Pattern { one_of: &[#(#one_of),*], ..json::Pattern::ANY });
    }
    let others = others.as_ref().map(|kinds| kinds.iter().map(|kind| kind_word(*kind)));
    let values = constants.iter().map(|(key, values)| quote!((#key, &[#(#values),*])));
    let paths = inner.iter().map(|(path, values)| quote!((&[#(#path),*], &[#(#values),*])));
    let fields = [
        (!test.kinds.is_empty()).then(|| quote!(kinds: &[#(json::Kind::#kinds),*])),
        whole.then(|| quote!(whole: true)),
        (!words.is_empty()).then(|| quote!(words: &[#(#words),*])),
        text.map(text_form).map(|form| quote!(text: Some(json::TextForm::#form))),
        (!required.is_empty()).then(|| quote!(required: &[#(#required),*])),
        (!known.is_empty()).then(|| quote!(known: &[#(#known),*])),
        (!constants.is_empty()).then(|| quote!(constants: &[#(#values),*])),
        (!inner.is_empty()).then(|| quote!(inner: &[#(#paths),*])),
        others.map(|kinds| quote!(others: Some(&[#(json::Kind::#kinds),*]))),
        map.then(|| quote!(map: true)),
        list.as_ref().map(list_pattern).map(|list| quote!(list: Some(&const { #list }))),
    ];
    let fields: Vec<_> = fields.into_iter().flatten().collect();
    match fields.as_slice() {
        [] => quote!(json::Pattern::ANY),
        fields => quote!(json::Pattern { #(#fields,)* ..json::Pattern::ANY }),
    }
}

fn list_pattern(list: &ListPattern) -> TokenStream {
    let (first, required) = (list.first.iter().map(pattern), Literal::usize_unsuffixed(list.required));
    let rest = match list.rest.as_deref().map(pattern) {
        Some(rest) => quote!(Some(&#rest)),
        None => quote!(None),
    };
    quote!(json::ListPattern::new(&[#(#first),*], #required, #rest))
}

fn encode_union(context: Context<'_>, model: &Model, union: &Union) -> TokenStream {
    let name = model.name.ident();
    let arms = union.variants.iter().map(|variant| {
        let name = variant.name.ident();
        let tag = context.facts.optional_tag(context.api, union, variant).filter(|tag| tag.is_encoded);
        match tag {
            Some(tag) => {
                let (key, field, value) =
                    (tag.field.name.wire(), tag.field.name.ident(), tag.json(context.api));
                quote!(Self::#name(value) => writer.tagged(#key, #value, &value.#field, value))
            }
            None => quote!(Self::#name(value) => value.encode(writer)),
        }
    });
    let other = union.other.ident();
    quote! {
        impl json::Encode for super::#name {
            #[inline]
            fn encode(&self, writer: &mut json::Writer) {
                match self {
                    #(#arms,)*
                    Self::#other(value) => value.encode(writer),
                }
            }
        }
    }
}

fn wrapper(context: Context<'_>, id: ModelId, model: &Model, ty: &Type) -> TokenStream {
    let name = model.name.ident();
    let xml = super::xml::wrapper(context, id, ty);
    quote! {
        impl json::Decode for super::#name {
            #[inline]
            fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
                reader.value().map(Self)
            }

            #xml
        }

        impl json::Encode for super::#name {
            #[inline]
            fn encode(&self, writer: &mut json::Writer) {
                self.0.encode(writer);
            }
        }
    }
}

fn text_form(form: TextForm) -> TokenStream {
    match form {
        TextForm::Date => quote!(Date),
        TextForm::DateTime => quote!(DateTime),
        TextForm::Uuid => quote!(Uuid),
        TextForm::Ipv4 => quote!(Ipv4),
        TextForm::Ipv6 => quote!(Ipv6),
    }
}

fn kind_word(kind: JsonKind) -> TokenStream {
    match kind {
        JsonKind::Null => quote!(Null),
        JsonKind::Boolean => quote!(Boolean),
        JsonKind::Number => quote!(Number),
        JsonKind::String => quote!(String),
        JsonKind::Array => quote!(Array),
        JsonKind::Object => quote!(Object),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the depth of nested token groups, and adds the widths of the innermost groups in order.
    fn measure(tokens: TokenStream, widths: &mut Vec<usize>) -> usize {
        let groups: Vec<_> = tokens
            .clone()
            .into_iter()
            .filter_map(|token| match token {
                proc_macro2::TokenTree::Group(group) => Some(group.stream()),
                _ => None,
            })
            .collect();
        if groups.is_empty() {
            widths.push(tokens.into_iter().filter(|token| token.to_string() != ",").count());
        }
        1 + groups.into_iter().map(|group| measure(group, widths)).max().unwrap_or_default()
    }

    #[test]
    fn the_depth_of_nested_tuples_is_limited() {
        for (count, deepest) in [(1, 2), (16, 2), (17, 3), (512, 33), (513, 20), (20_000, 42)] {
            let fields: Vec<TokenStream> = (0..count).map(|_| quote!(field)).collect();
            let mut widths = Vec::new();
            let depth = measure(tuple(&fields), &mut widths);
            assert!(depth <= deepest, "{count} fields lie {depth} deep");
            assert_eq!(widths.iter().sum::<usize>(), count);
            let (last, others) = widths.split_last().unwrap();
            assert!(*last <= 16 && others.iter().all(|width| *width == 16), "{widths:?}");
        }
    }
}
