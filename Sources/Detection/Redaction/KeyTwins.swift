import Basics

/// Keeps redacted keys of one object apart, so that the document stays one that a strict reader takes.
struct KeyTwins {
  private let document: JSONDocument
  /// Per object, the texts of its keys, as they were and as they became.
  private var taken: [Int: Set<[UInt8]>] = [:]
  /// Per key of an object, the object.
  private var owners: [Int: Int]?

  init(_ document: JSONDocument) {
    self.document = document
  }

  /// The placeholder that makes key `key`, of which `written` ends with the beginning and `tail` is the rest,
  /// unlike its siblings.
  mutating func uniquePlaceholder(_ type: String, key: Int, written: [UInt8], tail: ArraySlice<UInt8>)
    -> [UInt8]
  {
    let owner = owner(of: key)
    var siblings = taken[owner] ?? Set(document.members(of: owner).map { Array(document.utf8(at: $0.key)) })
    let head = written.lastIndex(of: 0x22).map { Array(written[($0 + 1)...]) } ?? []
    var number = 1
    while true {
      let placeholder = Redactor.placeholder(type, number: number)
      if siblings.insert(JSONEscapes.unescaped((head + placeholder + tail)[...])).inserted {
        taken[owner] = siblings
        return placeholder
      }
      number += 1
    }
  }

  private mutating func owner(of key: Int) -> Int {
    if owners == nil {
      var found: [Int: Int] = [:]
      for (index, node) in document.nodes.enumerated() where node.kind == .object {
        for member in document.members(of: index) { found[member.key] = index }
      }
      owners = found
    }
    return owners?[key] ?? 0
  }
}
