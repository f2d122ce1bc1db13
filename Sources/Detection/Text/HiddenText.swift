/// Characters that are not shown and can carry a message past a reader. Rules name them as `hidden`.
public enum HiddenText: String, Sendable, Hashable, CaseIterable {
  /// The tag block, a shadow of ASCII.
  case tags
  /// Variation selectors in numbers that no emoji needs.
  case variationSelectors = "variation_selectors"
  /// Overrides and isolates of the writing direction.
  case bidiControls = "bidi_controls"
  /// Runs of zero-width characters.
  case zeroWidth = "zero_width"

  init?(_ scalar: UInt32) {
    switch scalar {
    case 0xe0001...0xe007f: self = .tags
    case 0xfe00...0xfe0f, 0xe0100...0xe01ef: self = .variationSelectors
    case 0x202a...0x202e, 0x2066...0x2069: self = .bidiControls
    case 0x200b...0x200d, 0x2060...0x2064, 0xfeff: self = .zeroWidth
    default: return nil
    }
  }

  /// The number of characters in a row from which on they are noted. Flags of emoji are at most seven tags;
  /// an override is one character.
  var leastInARow: Int {
    switch self {
    case .tags: 8
    case .variationSelectors: 4
    case .bidiControls: 1
    case .zeroWidth: 6
    }
  }
}

/// Collects runs of hidden characters of one kind.
struct HiddenRuns {
  private var kind: HiddenText?
  private var start = 0
  private var end = 0
  private var count = 0

  mutating func note(
    _ scalar: UInt32, _ range: Range<Int>, into found: inout [(kind: HiddenText, range: Range<Int>)]
  ) {
    let kind = HiddenText(scalar)
    if kind == nil || kind != self.kind { close(into: &found) }
    guard let kind else { return }
    if count == 0 { start = range.lowerBound }
    self.kind = kind
    end = range.upperBound
    count += 1
  }

  mutating func close(into found: inout [(kind: HiddenText, range: Range<Int>)]) {
    if let kind, count >= kind.leastInARow { found.append((kind, start..<end)) }
    kind = nil
    count = 0
  }
}
