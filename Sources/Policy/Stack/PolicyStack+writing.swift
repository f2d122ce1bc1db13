public import Basics
import Rego

extension PolicyStack {
  /// The stack with a document put at `path`; documents on the way to it are made.
  public func putting(_ value: JSONValue, at path: DocumentPath) throws(DocumentError) -> PolicyStack {
    var prefix: [String] = []
    for part in path.parts.dropLast() {
      prefix.append(part)
      switch documents.document(at: prefix) {
      case nil, .object?, .array?: continue
      default: throw DocumentError(.conflict, "storage_write_conflict_error: /\(prefix.joined(separator: "/"))")
      }
    }
    if documents.document(at: path.parts.dropLast()) == nil {
      try requireFree(path)
      if path.parts.isEmpty, value.objectValue == nil { throw .invalid("root must be object") }
      // An array on the way can only be written where it has something.
      try requireNoArray(on: path)
      return try limited(writing(value, at: path.parts[...]))
    }
    // An element of an array is replaced; elsewhere adding and replacing are the same.
    let isElement = documents.document(at: path.parts.dropLast())?.arrayValue != nil
    let hasOld = documents.document(at: path.parts) != nil
    return try editing(DocumentEdit(isElement && hasOld ? .replace : .add, path, value))
  }

  public func removing(_ path: DocumentPath) throws(DocumentError) -> PolicyStack {
    try editing(DocumentEdit(.remove, path))
  }

  /// The stack after one change of a document.
  public func editing(_ edit: DocumentEdit) throws(DocumentError) -> PolicyStack {
    try requireFree(edit.path)
    let changed = try edit.applied(to: documents)
    // Arrays are written whole.
    var place: [String] = []
    for part in edit.path.parts {
      if documents.document(at: place)?.arrayValue != nil { break }
      place.append(part)
    }
    return try limited(writing(changed.document(at: place), at: place[...]))
  }

  /// The stack with a policy written, or replaced.
  public func puttingPolicy(_ id: String, _ text: String) throws(DocumentError) -> PolicyStack {
    if let old = policy(id) { try requireFree(old.text) }
    try requireFree(text)
    var overlay = overlay
    overlay.setPolicy(id, text)
    return try limited(with(overlay))
  }

  public func deletingPolicy(_ id: String) throws(DocumentError) -> PolicyStack {
    guard let old = policy(id) else {
      throw DocumentError(.notFound, "storage_not_found_error: policy id \(JSONText.quoted(id))")
    }
    try requireFree(old.text)
    var overlay = overlay
    overlay.forgetPolicy(id)
    let without = with(overlay)
    guard without.policy(id) != nil else { return without }
    overlay.setPolicy(id, nil)
    return with(overlay)
  }

  private func writing(_ value: JSONValue?, at path: ArraySlice<String>) -> PolicyStack {
    var overlay = overlay
    if value == nil, base.document(at: path) == nil {
      // Nothing is below that would have to stay hidden.
      overlay.documents.forget(path)
    } else {
      overlay.documents.write(value, at: path)
    }
    return with(overlay)
  }

  private func requireNoArray(on path: DocumentPath) throws(DocumentError) {
    var prefix: [String] = []
    for part in path.parts.dropLast() {
      let isArray = documents.document(at: prefix)?.arrayValue != nil
      prefix.append(part)
      if isArray, documents.document(at: prefix) == nil { throw .notFound(prefix) }
    }
  }

  private func limited(_ stack: PolicyStack) throws(DocumentError) -> PolicyStack {
    guard stack.overlay.bytes.count <= PolicyOverlay.bytesMax else {
      throw DocumentError(.tooLarge, "Everything written together would take more than \(PolicyOverlay.bytesMax) bytes.")
    }
    return stack
  }

  // MARK: Ownership

  private func requireFree(_ module: String) throws(DocumentError) {
    guard let package = PackageName.path(of: module.utf8), let path = DocumentPath(package) else { return }
    try requireFree(path)
  }

  /// Refuses paths that a bundle owns, and those on the way to one.
  private func requireFree(_ path: DocumentPath) throws(DocumentError) {
    guard !bundles.isEmpty else { return }
    if path.parts.isEmpty {
      throw DocumentError(.owned, "can't write to document root with bundle roots configured")
    }
    for bundle in bundles {
      for root in bundle.manifest.roots {
        if root.isEmpty { throw DocumentError(.owned, "all paths owned by bundle \"\(bundle.name)\"") }
        guard path.parts.starts(with: root) || root.starts(with: path.parts) else { continue }
        throw DocumentError(
          .owned, "path \(path.parts.joined(separator: "/")) is owned by bundle \"\(bundle.name)\"")
      }
    }
  }
}
