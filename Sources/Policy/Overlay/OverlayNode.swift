import Basics

/// What was written over one document and those below it.
indirect enum OverlayNode: Sendable, Equatable {
  /// The document is this, whatever lies below it.
  case value(JSONValue)
  case removed
  /// The document is what lies below, but for these members.
  case members([String: OverlayNode])

  /// The document as it is over `base`; nil if there is none.
  func applied(to base: JSONValue?) -> JSONValue? {
    switch self {
    case .value(let value): return value
    case .removed: return nil
    case .members(let nodes):
      var members = base?.objectValue ?? JSONObject()
      for (key, node) in nodes.sorted(by: { $0.key < $1.key }) { members[key] = node.applied(to: members[key]) }
      return .object(members)
    }
  }

  /// Writes `value` at `path`, or removes what is there if it is nil; documents on the way are made.
  mutating func write(_ value: JSONValue?, at path: ArraySlice<String>) {
    guard let part = path.first else {
      self = value.map(OverlayNode.value) ?? .removed
      return
    }
    switch self {
    case .members(var nodes):
      var node = nodes[part] ?? .members([:])
      node.write(value, at: path.dropFirst())
      nodes[part] = node
      self = .members(nodes)
    case .value(let document): self = .value(.object(Self.written(value, at: path, in: document)))
    case .removed: self = .value(.object(Self.written(value, at: path, in: nil)))
    }
  }

  /// Forgets what was written at `path`; what is below shows again.
  mutating func forget(_ path: ArraySlice<String>) {
    guard let part = path.first else {
      self = .members([:])
      return
    }
    switch self {
    case .members(var nodes):
      guard var node = nodes[part] else { return }
      node.forget(path.dropFirst())
      nodes[part] = node == .members([:]) ? nil : node
      self = .members(nodes)
    case .value: write(nil, at: path)
    case .removed: break
    }
  }

  private static func written(
    _ value: JSONValue?, at path: ArraySlice<String>, in document: JSONValue?
  ) -> JSONObject {
    var members = document?.objectValue ?? JSONObject()
    guard let part = path.first else { return members }
    let rest = path.dropFirst()
    members[part] = rest.isEmpty ? value : .object(written(value, at: rest, in: members[part]))
    return members
  }
}

extension OverlayNode {
  /// `{"set": …}`, `{"removed": true}` or `{"in": {…}}`.
  var json: JSONValue {
    switch self {
    case .value(let value): ["set": value]
    case .removed: ["removed": true]
    case .members(let nodes):
      ["in": .object(JSONObject(nodes.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))]
    }
  }

  /// Nil if `json` is not what ``json`` gives.
  init?(_ json: JSONValue) {
    if let value = json["set"] {
      self = .value(value)
    } else if json["removed"] == true {
      self = .removed
    } else if let members = json["in"]?.objectValue {
      var nodes: [String: OverlayNode] = [:]
      for (key, value) in members {
        guard let node = OverlayNode(value) else { return nil }
        nodes[key] = node
      }
      self = .members(nodes)
    } else {
      return nil
    }
  }
}
