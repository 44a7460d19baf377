"""UIMA CAS XMI, a file a document and their type system, for INCEpTION and other UIMA tools.

A mention is a DKPro `NamedEntity`, which INCEpTION knows as a layer: its value is the label; the
further features (norm, entity, source, mention) show where a project has features of these names.
Spans nest. UIMA counts UTF-16 units; cassis counts them from our code points.
"""

from __future__ import annotations

import hashlib
import importlib
import re
from pathlib import Path
from typing import Any

from presselese.config import EDITIONS
from presselese.export.result import Held, Result
from presselese.export.xml import xml_text

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
FEATURES = {"value": "label", "norm": "norm", "entity": "entity_id"}
FEATURES |= {"source": "source", "mention": "mention_id"}
MIME = "text/plain"
_UNSAFE = re.compile(r"[^\w .~-]")  # % among them, so that no two ids meet
LONGEST_NAME = 200  # bytes; file systems allow 255


def make(result: Result, target: Path, name: str) -> None:
    """Write the folder: TypeSystem.xml and a file for each document."""
    cassis: Any = importlib.import_module("cassis")
    folder = target / EDITIONS[name][0]
    folder.mkdir()
    types = _types(cassis)
    types.to_xml(folder / "TypeSystem.xml")
    for document, held, text in result.texts():
        cas = _cas(cassis, types, held, text)
        cas.to_xmi(folder / f"{file_name(document['doc_id'])}.xmi", pretty_print=True)


def _types(cassis: Any) -> Any:
    types = cassis.TypeSystem()
    entity = types.create_type(name=NAMED_ENTITY, supertypeName="uima.tcas.Annotation")
    for feature in (*FEATURES, "identifier"):  # identifier: DKPro's own, for a knowledge base
        types.create_feature(domainType=entity, name=feature, rangeType="uima.cas.String")
    return types


def _cas(cassis: Any, types: Any, held: Held, text: str) -> Any:
    cas = cassis.Cas(typesystem=types, document_language="de")
    cas.sofa_string = xml_text(text)
    cas.sofa_mime = MIME
    entity = types.get_type(NAMED_ENTITY)
    for mention in held["mentions"]:
        cells = {
            feature: xml_text(mention[column])
            for feature, column in FEATURES.items()
            if mention[column] is not None
        }
        cas.add(entity(begin=mention["start"], end=mention["end"], **cells))
    return cas


def file_name(doc_id: str) -> str:
    """Make a file name of an id; a long one is cut and told apart by a hash."""
    name = _UNSAFE.sub(lambda sign: "".join(f"%{byte:02X}" for byte in sign[0].encode()), doc_id)
    if len(name.encode()) > LONGEST_NAME:
        digest = hashlib.sha256(doc_id.encode()).hexdigest()[:12]
        name = f"{name.encode()[:LONGEST_NAME].decode(errors='ignore')}~{digest}"
    return name
