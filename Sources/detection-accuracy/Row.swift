import Basics
import Detection

/// One labelled text.
struct Row {
  /// A labelled stretch: byte offsets into the text.
  struct Span {
    var range: Range<Int>
    var type: String
  }

  let text: [UInt8]
  /// The text as a document, if it is one.
  let document: JSONDocument?
  let isPositive: Bool
  let source: String
  let id: String
  /// What belongs together and must not be on both sides of the split: a repository, a rule, or the text alone.
  let group: String
  let spans: [Span]
  /// False for rows that a comparison leaves out: names of buckets and domains, identifiers, salts.
  let isCore: Bool

  init?(_ line: [UInt8]) {
    guard let row = try? JSONValue.parse(line), let text = row["text"]?.stringValue,
      let label = row["label"]?.intValue, let source = row["source"]?.stringValue
    else { return nil }
    let bytes = Array(text.utf8)
    self.text = bytes
    document = bytes.first == 0x7b || bytes.first == 0x5b ? try? JSONDocument(parsing: bytes) : nil
    isPositive = label == 1
    self.source = source
    id = row["id"]?.stringValue ?? ""
    group = row["repo"]?.stringValue ?? row["rule"]?.stringValue ?? id
    isCore = row["core"]?.boolValue ?? true
    // Spans count code points.
    var offsets: [Int] = []
    var offset = 0
    for scalar in text.unicodeScalars {
      offsets.append(offset)
      offset += UTF8.width(scalar)
    }
    offsets.append(offset)
    spans = (row["spans"]?.arrayValue ?? []).compactMap { span in
      guard let parts = span.arrayValue, parts.count >= 3, let from = parts[0].intValue, let to = parts[1].intValue,
        let type = parts[2].stringValue, from >= 0, from <= to, to < offsets.count
      else { return nil }
      return Span(range: offsets[from]..<offsets[to], type: type)
    }
  }

  /// The half that a row belongs to, by its group: what is seen while rules are written, and what is reported.
  var isForTest: Bool {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in group.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    // The last bytes hardly reach the upper bits by themselves.
    hash = (hash ^ hash >> 30) &* 0xbf58_476d_1ce4_e5b9
    return (hash ^ hash >> 27) >> 40 & 1 == 1
  }
}
