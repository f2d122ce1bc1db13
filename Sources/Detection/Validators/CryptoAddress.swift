import Basics

/// Addresses and keys of cryptographic currencies, by their checksums.
enum CryptoAddress {
  private static let base58 = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
  private static let bech32Digits = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
  private static let bytesMax = 120

  /// The last four bytes are the beginning of the twice hashed rest. SOURCE: Bitcoin, base58.cpp.
  static func isBase58Check(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.count <= bytesMax, let bytes = base58Decoded(value), bytes.count > 4 else { return false }
    let content = Array(bytes.dropLast(4))
    return Digest256(of: Digest256(of: content).bytes).bytes.prefix(4).elementsEqual(bytes.suffix(4))
  }

  private static func base58Decoded(_ value: ArraySlice<UInt8>) -> [UInt8]? {
    // Least significant byte first.
    var bytes: [UInt8] = []
    for character in value {
      guard let digit = base58.firstIndex(of: character) else { return nil }
      var carry = digit
      for index in bytes.indices {
        carry += Int(bytes[index]) * 58
        bytes[index] = UInt8(truncatingIfNeeded: carry)
        carry >>= 8
      }
      while carry > 0 {
        bytes.append(UInt8(truncatingIfNeeded: carry))
        carry >>= 8
      }
    }
    let zeros = value.prefix { $0 == 0x31 }.count
    return [UInt8](repeating: 0, count: zeros) + bytes.reversed()
  }

  /// SOURCE: BIP 173, and BIP 350 for version 1 and later.
  static func isBech32(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.map { ASCII.lowercased($0) }
    guard text.count <= bytesMax, let separator = text.lastIndex(of: 0x31), separator > 0, text.count - separator > 7
    else { return false }
    let human = text[..<separator]
    var words = human.map { UInt32($0 >> 5) } + [0] + human.map { UInt32($0 & 31) }
    for character in text[(separator + 1)...] {
      guard let digit = bech32Digits.firstIndex(of: character) else { return false }
      words.append(UInt32(digit))
    }
    let sum = polymod(words)
    return sum == 1 || sum == 0x2bc8_30a3
  }

  private static func polymod(_ words: [UInt32]) -> UInt32 {
    let generators: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
    var sum: UInt32 = 1
    for word in words {
      let top = sum >> 25
      sum = (sum & 0x1ff_ffff) << 5 ^ word
      for (bit, generator) in generators.enumerated() where top >> UInt32(bit) & 1 == 1 { sum ^= generator }
    }
    return sum
  }
}
