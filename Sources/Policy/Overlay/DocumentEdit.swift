public import Basics

/// One change of a document, as JSON Patch names it. Source: RFC 6902 §4; OPA, REST API, Patch a Document.
public struct DocumentEdit: Sendable {
  public enum Operation: String, Sendable {
    case add, remove, replace
  }

  public let operation: Operation
  public let path: DocumentPath
  /// Null where the operation takes none.
  public let value: JSONValue

  public init(_ operation: Operation, _ path: DocumentPath, _ value: JSONValue = .null) {
    self.operation = operation
    self.path = path
    self.value = value
  }

  /// `root` as it is after the change.
  ///
  /// - Complexity: The documents on the way are copied, not what is beside it.
  public func applied(to root: JSONValue) throws(DocumentError) -> JSONValue {
    guard !path.parts.isEmpty else {
      if operation == .remove { throw .invalid("root cannot be removed") }
      guard value.objectValue != nil else { throw .invalid("root must be object") }
      return value
    }
    return try edited(root, at: 0)
  }

  /// The document at `depth` parts of the path, changed. The depth is bounded by ``DocumentPath/partsMax``.
  private func edited(_ document: JSONValue, at depth: Int) throws(DocumentError) -> JSONValue {
    let part = path.parts[depth]
    let isLast = depth == path.parts.count - 1
    switch document {
    case .object(var members):
      let old = members[part]
      guard isLast else {
        guard let old else { throw .notFound(path.parts.prefix(depth + 1)) }
        members[part] = try edited(old, at: depth + 1)
        return .object(members)
      }
      guard operation == .add || old != nil else { throw .notFound(path.parts) }
      // A literal nil would be JSON's null here.
      members[part] = operation == .remove ? JSONValue?.none : value
      return .object(members)
    case .array(var elements):
      guard isLast else {
        let index = try index(part, in: elements.indices, depth)
        elements[index] = try edited(elements[index], at: depth + 1)
        return .array(elements)
      }
      switch operation {
      case .add where part == "-": elements.append(value)
      case .add: elements.insert(value, at: try index(part, in: 0..<(elements.count + 1), depth))
      case .replace: elements[try index(part, in: elements.indices, depth)] = value
      case .remove: elements.remove(at: try index(part, in: elements.indices, depth))
      }
      return .array(elements)
    default: throw .notFound(path.parts.prefix(depth + 1))
    }
  }

  private func index(_ part: String, in range: Range<Int>, _ depth: Int) throws(DocumentError) -> Int {
    guard let index = Int(part) else {
      throw .notFound(path.parts.prefix(depth + 1), "array index must be integer")
    }
    guard range.contains(index) else {
      throw .notFound(path.parts.prefix(depth + 1), "array index out of range")
    }
    return index
  }
}

extension JSONValue {
  /// What is at `parts`; nil if nothing is.
  public func document(at parts: some Sequence<String>) -> JSONValue? {
    var document = self
    for part in parts {
      switch document {
      case .object(let members):
        guard let next = members[part] else { return nil }
        document = next
      case .array(let elements):
        guard let index = Int(part), elements.indices.contains(index) else { return nil }
        document = elements[index]
      default: return nil
      }
    }
    return document
  }
}
