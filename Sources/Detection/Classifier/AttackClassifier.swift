public import Basics
import FoundationEssentials

/// Tells texts that attack a model from others: a linear model over hashed n-grams, trained offline.
///
/// It reads a text in overlapping windows and takes the loudest. Deterministic, without a network, and about 40 µs for
/// 4 KB. What it was trained on and how well it does is in `docs/model-card.md`.
public final class AttackClassifier: Sendable {
  /// Weights of the features, each to be multiplied with the model's scale.
  private let weights: [Int8]
  private let mask: UInt32
  private let window: Int
  private let step: Int
  private let scale: Double
  private let bias: Double
  /// The score from which on a text is worth a closer look: one in fifty harmless texts reaches it.
  public let suspicious: Double
  /// The score from which on a text is taken for an attack: one in two hundred harmless texts reaches it.
  public let certain: Double

  /// Weights larger than this are none, in bytes.
  public static let bytesMax = 4 << 20
  /// Bytes of one text that are read; what is longer is read at its beginning and at its end.
  public static let textBytesMax = 1 << 20

  /// Reads the file that `Benchmarks/classifier/train.py` writes.
  ///
  /// - Throws: `detection_model_invalid` if the file is not one, is damaged or is of another version.
  public convenience init(path: String) throws(DetectionError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileBytes.read(path, bytesMax: Self.bytesMax)
    } catch {
      throw DetectionError(.modelInvalid, "\(error)", file: path)
    }
    do throws(DetectionError) {
      try self.init(bytes)
    } catch {
      throw DetectionError(.modelInvalid, error.message, file: path)
    }
  }

  /// Little-endian: `PCLS`, version, bits, window, step (4 bytes each); scale, bias, the two limits (8 each); one signed
  /// byte for each feature; SHA-256 of all that.
  init(_ bytes: [UInt8]) throws(DetectionError) {
    guard bytes.count > Self.headBytes + 32, bytes.prefix(4).elementsEqual("PCLS".utf8) else {
      throw DetectionError(.modelInvalid, "this is not a classifier; make one with Benchmarks/classifier/train.py")
    }
    guard Digest256(of: Array(bytes.dropLast(32))).bytes.elementsEqual(bytes.suffix(32)) else {
      throw DetectionError(.modelInvalid, "the classifier is damaged: its digest differs; fetch it again")
    }
    func word(_ at: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << ($1 * 8) } }
    func real(_ at: Int) -> Double {
      Double(bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[at + $1]) << UInt64($1 * 8) })
    }
    let bits = word(8)
    guard word(4) == Self.version, (8...22).contains(bits), bytes.count == Self.headBytes + 1 << bits + 32 else {
      throw DetectionError(.modelInvalid, "this classifier is of another version; train it again")
    }
    mask = UInt32(truncatingIfNeeded: 1 << bits - 1)
    (window, step) = (word(12), word(16))
    (scale, bias) = (real(20), real(28))
    (suspicious, certain) = (real(36), real(44))
    guard window > 0, window <= 65_536, step > 0, step <= window, scale.isFinite, bias.isFinite else {
      throw DetectionError(.modelInvalid, "the classifier's numbers are out of range; train it again")
    }
    weights = bytes[Self.headBytes..<bytes.count - 32].map { Int8(bitPattern: $0) }
  }

  private static let version = 2
  private static let headBytes = 52

  /// How likely `text` is an attack on a model that reads it, 0…1.
  public func score(_ text: [UInt8]) -> Double {
    var loudest = score(normalized: TextFeatures.normalized(text[...]))
    if !NonASCII.isAbsent(from: text, 0..<text.count) {
      let folded = FoldedText.fold(text, 0..<text.count)
      if folded.isChanged { loudest = max(loudest, score(normalized: TextFeatures.normalized(folded.text.bytes[...]))) }
    }
    return loudest
  }

  /// The same of a document: its keys and strings, one a line, each without escapes.
  public func score(_ document: JSONDocument, subtree: Int = 0) -> Double {
    score(Self.text(of: document, subtree: subtree))
  }

  /// What a model reads of a document.
  public static func text(of document: JSONDocument, subtree: Int = 0) -> [UInt8] {
    guard document.nodes.indices.contains(subtree) else { return [] }
    var text: [UInt8] = []
    for index in subtree..<Int(document.nodes[subtree].next) where document.nodes[index].kind == .string {
      text += document.utf8(at: index)
      text.append(0x0a)
    }
    return text
  }

  private func score(normalized text: [UInt8]) -> Double {
    guard !text.isEmpty else { return 0 }
    var sum = -Double.infinity
    var start = 0
    while true {
      let end = min(text.count, start + window)
      sum = max(sum, weight(of: text[start..<end]))
      if end == text.count { break }
      start += step
      // In the middle of what is too long to be read whole.
      if start == Self.textBytesMax / 2 / step * step, text.count > Self.textBytesMax {
        start = text.count - Self.textBytesMax / 2
      }
    }
    return 1 / (1 + Exponential.e(-(sum * scale + bias)))
  }

  private func weight(of window: ArraySlice<UInt8>) -> Double {
    var total = 0
    var count = 0
    // SAFETY: the mask keeps every index within the weights, whose number was checked when they were read.
    unsafe weights.withUnsafeBufferPointer { weights in
      TextFeatures.forEach(in: window) { hash in
        total &+= unsafe Int(weights[Int(hash & mask)])
        count &+= 1
      }
    }
    return count == 0 ? 0 : Double(total) / Double(count).squareRoot()
  }
}
