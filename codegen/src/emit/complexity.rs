//! Allows Clippy's `type_complexity` on items whose complex types come from the description.

use syn::{
    Attribute, FnArg, GenericArgument, ImplItem, Item, PathArguments, ReturnType, Type, TypeParamBound,
    parse_quote,
};

/// The complexity above which Clippy warns by default.
const LIMIT: u32 = 250;

/// Adds the attribute to an item, or to the members of an `impl`, if they need it.
pub(super) fn allow(item: &mut Item) {
    match item {
        Item::Struct(item) => mark(&mut item.attrs, item.fields.iter().map(|field| &field.ty)),
        Item::Enum(item) => {
            let fields = item.variants.iter().flat_map(|variant| &variant.fields);
            mark(&mut item.attrs, fields.map(|field| &field.ty));
        }
        Item::Impl(item) => item.items.iter_mut().for_each(allow_member),
        _ => {}
    }
}

/// Adds the attribute to a member of an `impl` if it needs it.
pub(super) fn allow_member(member: &mut ImplItem) {
    let ImplItem::Fn(method) = member else { return };
    let inputs = method.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(&*input.ty),
        FnArg::Receiver(_) => None,
    });
    let output = match &method.sig.output {
        ReturnType::Type(_, ty) => Some(&**ty),
        ReturnType::Default => None,
    };
    mark(&mut method.attrs, inputs.chain(output));
}

fn mark<'a>(attributes: &mut Vec<Attribute>, mut types: impl Iterator<Item = &'a Type>) {
    if types.any(|ty| complexity(ty, 1) > LIMIT) {
        let reason = "the description has deeply nested types";
        attributes.push(parse_quote!(#[allow(clippy::type_complexity, reason = #reason)]));
    }
}

/// Returns the complexity as Clippy computes it: ten for each type, times its depth.
fn complexity(ty: &Type, depth: u32) -> u32 {
    match ty {
        Type::Reference(ty) => depth + complexity(&ty.elem, depth),
        Type::Tuple(ty) => 10 * depth + sum(ty.elems.iter(), depth + 1),
        Type::Path(ty) => 10 * depth + arguments(&ty.path, depth + 1),
        Type::ImplTrait(ty) => {
            let paths = ty.bounds.iter().filter_map(|bound| match bound {
                TypeParamBound::Trait(bound) => Some(&bound.path),
                _ => None,
            });
            20 * depth + paths.map(|path| arguments(path, depth + 1)).sum::<u32>()
        }
        _ => 10 * depth,
    }
}

fn arguments(path: &syn::Path, depth: u32) -> u32 {
    let arguments = path.segments.iter().filter_map(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        _ => None,
    });
    let types = arguments.flatten().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        GenericArgument::AssocType(associated) => Some(&associated.ty),
        _ => None,
    });
    sum(types, depth)
}

fn sum<'a>(types: impl Iterator<Item = &'a Type>, depth: u32) -> u32 {
    types.map(|ty| complexity(ty, depth)).fold(0, u32::saturating_add)
}
