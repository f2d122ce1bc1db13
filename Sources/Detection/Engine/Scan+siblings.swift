import Basics

extension Scan {
  /// Reads strings that stand side by side as one: the elements of an array, the same member of an array's
  /// objects, and members of an object whose values are parts without spaces. Of long strings only the ends
  /// are read, where a split value would be.
  mutating func joinSiblings(_ document: JSONDocument) {
    let nodes = document.nodes
    var piecesLeft = DetectionLimits.joinedPiecesMax
    for index in subtree where piecesLeft > 0 {
      switch nodes[index].kind {
      case .array: joinElements(of: index, document, &piecesLeft)
      case .object: joinMembers(of: index, document, &piecesLeft)
      default: break
      }
    }
  }

  private mutating func joinElements(of array: Int, _ document: JSONDocument, _ piecesLeft: inout Int) {
    let nodes = document.nodes
    let end = Int(nodes[array].next)
    guard array + 1 < end, Int(nodes[array + 1].next) < end else { return }
    if nodes[array + 1].kind != .object {
      var strings: [Int] = []
      var at = array + 1
      while at < end, strings.count < piecesLeft {
        if nodes[at].kind == .string { strings.append(at) }
        at = Int(nodes[at].next)
      }
      return join(strings, &piecesLeft)
    }
    for (offset, member) in document.members(of: array + 1).enumerated() where nodes[member.value].kind == .string {
      var strings: [Int] = []
      var at = array + 1
      while at < end, strings.count < piecesLeft {
        if let value = Self.member(offset, named: member.key, of: at, document) { strings.append(value) }
        at = Int(nodes[at].next)
      }
      join(strings, &piecesLeft)
    }
  }

  /// The string under the key at `key` in another object, usually at the same place.
  private static func member(_ offset: Int, named key: Int, of object: Int, _ document: JSONDocument) -> Int? {
    guard document.nodes[object].kind == .object else { return nil }
    var at = object + 1
    let end = Int(document.nodes[object].next)
    let name = document.bytes[document.nodes[key].range]
    while at < end {
      if document.bytes[document.nodes[at].range] == name {
        return document.nodes[at + 1].kind == .string ? at + 1 : nil
      }
      at = Int(document.nodes[at + 1].next)
    }
    return nil
  }

  private mutating func joinMembers(of object: Int, _ document: JSONDocument, _ piecesLeft: inout Int) {
    let nodes = document.nodes
    let end = Int(nodes[object].next)
    var strings: [Int] = []
    var at = object + 1
    while at < end {
      let value = at + 1
      if nodes[value].kind == .string, isPart(nodes[value], document) {
        strings.append(value)
      } else {
        join(strings, &piecesLeft)
        strings.removeAll(keepingCapacity: true)
      }
      at = Int(nodes[value].next)
    }
    join(strings, &piecesLeft)
  }

  /// Whether a member's value can be part of a token: short, without spaces.
  private func isPart(_ node: JSONNode, _ document: JSONDocument) -> Bool {
    let range = node.range
    guard (4...DetectionLimits.joinedEndBytes).contains(range.count) else { return false }
    return !document.bytes[range].contains(0x20)
  }

  private mutating func join(_ strings: [Int], _ piecesLeft: inout Int) {
    guard strings.count > 1 else { return }
    let segments = strings.prefix(piecesLeft).compactMap { root.segment(ofNode: $0) }.filter { !$0.range.isEmpty }
    let count = segments.reduce(0) { $0 + $1.range.count }
    guard segments.count > 1, count >= Self.joinedBytesMin else { return }
    piecesLeft -= segments.count
    var joined = DerivedText()
    for segment in segments {
      let range = segment.range
      if range.count <= 2 * DetectionLimits.joinedEndBytes {
        joined.copy(root.bytes, range)
      } else {
        joined.copy(root.bytes, range.lowerBound..<range.lowerBound + DetectionLimits.joinedEndBytes)
        joined.append(0, from: range.lowerBound, to: range.lowerBound)
        joined.copy(root.bytes, range.upperBound - DetectionLimits.joinedEndBytes..<range.upperBound)
      }
    }
    addJoined(joined, segments)
    let isWords = segments.count >= Self.wordsMin && !joined.bytes.contains(0x20)
    guard isWords else { return }
    var words = DerivedText()
    for segment in segments where segment.range.count <= DetectionLimits.joinedEndBytes {
      words.copy(root.bytes, segment.range)
      words.append(0x20, from: segment.range.upperBound, to: segment.range.upperBound)
    }
    addJoined(words, segments)
  }

  private mutating func addJoined(_ text: DerivedText, _ segments: [TextSegment]) {
    guard views.count < DetectionLimits.viewsMax, text.bytes.count <= viewBytesLeft else { return }
    viewBytesLeft -= text.bytes.count
    views.append(View(map: text.map, parent: nil, base: 0, layers: [.joined], pieces: segments))
    queue.add(text.bytes, node: segments[0].node, view: views.count - 1)
  }

  /// The shortest secrets have so many bytes.
  private static let joinedBytesMin = 16
  private static let wordsMin = 4
}
