internal import Basics

/// The types of named schemas, each read once.
struct SchemaTypes {
  private let schemas: [String: JSONValue]
  private var known: [String: RegoType] = [:]
  private(set) var faults: [SourceFault] = []

  init(_ schemas: [String: JSONValue]) { self.schemas = schemas }

  /// Nil if the schema is named and not at hand.
  mutating func binding(_ reference: SchemaReference, at location: Location) -> SchemaBinding? {
    switch reference.schema {
    case .inline(let schema): return SchemaBinding(path: reference.path, type: SchemaType.type(of: schema))
    case .named(let path):
      let name = path.joined(separator: ".")
      if let type = known[name] { return SchemaBinding(path: reference.path, type: type) }
      guard let schema = schemas[name] else {
        if !schemas.isEmpty {
          faults.append(
            SourceFault(
              .type, "undefined schema: schema\(path.map { Term(.string($0), .none).pathText }.joined())", location,
              advice: "load the schema, or correct its name"))
        }
        return nil
      }
      let type = SchemaType.type(of: schema)
      known[name] = type
      return SchemaBinding(path: reference.path, type: type)
    }
  }
}
