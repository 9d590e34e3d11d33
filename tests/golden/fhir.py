"""The structure of the Consent resource as HL7 FHIR R5 publishes it (hl7.org/fhir/R5/consent.html and datatypes.html): elements
with their cardinality and type, the lexical form of primitive types, and the value sets that are required."""
import re

STATES = ('draft', 'active', 'inactive', 'not-done', 'entered-in-error', 'unknown')
PRIMITIVES = {
    'id': r'[A-Za-z0-9\-\.]{1,64}', 'code': r'[^\s]+( [^\s]+)*', 'uri': r'\S+', 'url': r'\S+', 'canonical': r'\S+',
    'string': r'(?s).*\S.*', 'markdown': r'(?s).*\S.*', 'base64Binary': r'(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?',
    'date': r'\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?', 'integer64': r'[+-]?(0|[1-9]\d*)',
    'dateTime': r'\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?'
                r'(Z|[+-](0\d|1[0-4]):[0-5]\d))?)?)?',
}
# Name: least, most, type; {} after a type: the only codes.
TYPES = {
    'Coding': {'system': '0..1 uri', 'version': '0..1 string', 'code': '0..1 code', 'display': '0..1 string',
               'userSelected': '0..1 boolean'},
    'CodeableConcept': {'coding': '0..* Coding', 'text': '0..1 string'},
    'Identifier': {'use': '0..1 code', 'type': '0..1 CodeableConcept', 'system': '0..1 uri', 'value': '0..1 string',
                   'period': '0..1 Period', 'assigner': '0..1 Reference'},
    'Reference': {'reference': '0..1 string', 'type': '0..1 uri', 'identifier': '0..1 Identifier', 'display': '0..1 string'},
    'Period': {'start': '0..1 dateTime', 'end': '0..1 dateTime'},
    'Attachment': {'contentType': '0..1 code', 'language': '0..1 code', 'data': '0..1 base64Binary', 'url': '0..1 url',
                   'size': '0..1 integer64', 'hash': '0..1 base64Binary', 'title': '0..1 string', 'creation': '0..1 dateTime'},
    'Narrative': {'status': '1..1 code', 'div': '1..1 string'},
    'Consent': {'resourceType': '1..1 code', 'id': '0..1 id', 'language': '0..1 code', 'text': '0..1 Narrative',
                'identifier': '0..* Identifier', 'status': '1..1 code', 'category': '0..* CodeableConcept',
                'subject': '0..1 Reference', 'date': '0..1 date', 'period': '0..1 Period', 'grantor': '0..* Reference',
                'grantee': '0..* Reference', 'manager': '0..* Reference', 'controller': '0..* Reference',
                'sourceAttachment': '0..* Attachment', 'sourceReference': '0..* Reference',
                'regulatoryBasis': '0..* CodeableConcept', 'policyBasis': '0..1 PolicyBasis', 'policyText': '0..* Reference',
                'verification': '0..* Verification', 'decision': '0..1 code', 'provision': '0..* Provision'},
    'PolicyBasis': {'reference': '0..1 Reference', 'url': '0..1 url'},
    'Verification': {'verified': '1..1 boolean', 'verificationType': '0..1 CodeableConcept', 'verifiedBy': '0..1 Reference',
                     'verifiedWith': '0..1 Reference', 'verificationDate': '0..* dateTime'},
    'Provision': {'period': '0..1 Period', 'actor': '0..* Actor', 'action': '0..* CodeableConcept',
                  'securityLabel': '0..* Coding', 'purpose': '0..* Coding', 'documentType': '0..* Coding',
                  'resourceType': '0..* Coding', 'code': '0..* CodeableConcept', 'dataPeriod': '0..1 Period',
                  'data': '0..* Data', 'provision': '0..* Provision'},
    'Actor': {'role': '0..1 CodeableConcept', 'reference': '0..1 Reference'},
    'Data': {'meaning': '1..1 code', 'reference': '1..1 Reference'},
}
CODES = {('Consent', 'status'): STATES, ('Consent', 'decision'): ('deny', 'permit'), ('Consent', 'resourceType'): ('Consent',),
         ('Data', 'meaning'): ('instance', 'related', 'dependents', 'authoredby')}


def check_value(value, kind, path, problems):
    if kind in TYPES:
        check_element(value, kind, path, problems)
    elif kind == 'boolean':
        if not isinstance(value, bool):
            problems.append(f'{path}: no {kind}: {value!r}')
    elif not isinstance(value, str) or not re.fullmatch(PRIMITIVES[kind], value):
        problems.append(f'{path}: no {kind}: {value!r}')


def check_element(element, kind, path, problems):
    if not isinstance(element, dict) or not element:
        problems.append(f'{path}: an element has to be an object with something in it')
        return
    known = TYPES[kind]
    problems += [f'{path}.{name}: is no element of {kind}' for name in element if name not in known]
    for name, rule in known.items():
        least, most, of = re.fullmatch(r'(\d)\.\.([1*]) (\w+)', rule).groups()
        where = f'{path}.{name}'
        if name not in element:
            if least == '1':
                problems.append(f'{where}: is missing')
            continue
        value = element[name]
        if isinstance(value, list) != (most == '*') or value == []:
            problems.append(f'{where}: should be {rule}')
            continue
        for one in value if most == '*' else [value]:
            check_value(one, of, where, problems)
            if (kind, name) in CODES and one not in CODES[kind, name]:
                problems.append(f'{where}: {one!r} is none of {CODES[kind, name]}')


def problems_of(resource):
    """What is wrong with a Consent; empty when it is valid."""
    problems = []
    check_element(resource, 'Consent', 'Consent', problems)
    return problems
