extension SourceNode {
  /// This tree with `other` laid over it: mappings are merged key by key, everything else is replaced.
  ///
  /// An empty value over a mapping changes nothing, so that a section whose keys are all commented out does
  /// not silently put its defaults back.
  func overlaid(with other: SourceNode) -> SourceNode {
    guard case .map(let base) = content else { return other }
    switch other.content {
    case .empty: return self
    case .map(let entries): return SourceNode(content: .map(Self.merge(base, entries)), origin: origin)
    case .scalar, .list: return other
    }
  }

  private static func merge(_ base: [SourceEntry], _ overlay: [SourceEntry]) -> [SourceEntry] {
    var merged = base
    for entry in overlay {
      if let at = merged.firstIndex(where: { $0.key == entry.key }) {
        let value = merged[at].value.overlaid(with: entry.value)
        merged[at] = SourceEntry(key: entry.key, keyOrigin: entry.keyOrigin, value: value)
      } else {
        merged.append(entry)
      }
      if let other = alternatives[entry.key] {
        // The overlay chose the other way to say the same thing.
        merged.removeAll { $0.key == other && !overlay.contains { $0.key == other } }
      }
    }
    return merged
  }

  /// Keys of which a section takes one: an overlay that gives one withdraws the other.
  private static let alternatives = [
    "url": "command", "command": "url", "key_env": "key_file", "key_file": "key_env",
  ]
}
