// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::json;

impl json::Decode for super::Account {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["id", "name", "number", "owner", "nested", "none"]);
        let (id, name, number, owner, nested, none) = codegen::read!(read);
        Ok(Self {
            id,
            name,
            number,
            owner,
            nested,
            none,
        })
    }
}

impl json::Encode for super::Account {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(
                &["id", "name", "number", "owner", "nested", "none"],
                (
                    &self.id,
                    &self.name,
                    &self.number,
                    &self.owner,
                    &self.nested,
                    &self.none,
                ),
            );
    }
}

impl json::Decode for super::Base {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["since"]);
        let (since,) = codegen::read!(read);
        Ok(Self { since })
    }
}

impl json::Encode for super::Base {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["since"], (&self.since,));
    }
}

impl json::Decode for super::Middle {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["since", "rank"]);
        let (since, rank) = codegen::read!(read);
        Ok(Self { since, rank })
    }
}

impl json::Encode for super::Middle {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["since", "rank"], (&self.since, &self.rank));
    }
}

impl json::Decode for super::Owner {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["since", "rank", "mail"]);
        let (since, rank, mail) = codegen::read!(read);
        Ok(Self { since, rank, mail })
    }
}

impl json::Encode for super::Owner {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["since", "rank", "mail"], (&self.since, &self.rank, &self.mail));
    }
}

impl json::Decode for super::AccountInput {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["name", "password", "token", "owner", "none"]);
        let (name, password, token, owner, none) = codegen::read!(read);
        Ok(Self {
            name,
            password,
            token,
            owner,
            none,
        })
    }
}

impl json::Encode for super::AccountInput {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer
            .record(
                &["name", "password", "token", "owner", "none"],
                (
                    &self.name,
                    &json::Secret(&self.password),
                    &json::Secret(&self.token),
                    &self.owner,
                    &self.none,
                ),
            );
    }
}

impl json::Decode for super::OwnerInput {
    #[inline]
    fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
        let read = reader.record(&["rank", "mail"]);
        let (rank, mail) = codegen::read!(read);
        Ok(Self { rank, mail })
    }
}

impl json::Encode for super::OwnerInput {
    #[inline]
    fn encode(&self, writer: &mut json::Writer) {
        writer.record(&["rank", "mail"], (&self.rank, &self.mail));
    }
}

codegen::models!(
    super::Account, super::Base, super::Middle, super::Owner, super::AccountInput,
    super::OwnerInput
);
