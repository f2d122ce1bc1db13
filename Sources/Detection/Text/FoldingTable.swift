/// What single characters are taken for.
enum FoldingTable {
  enum Folding: Equatable {
    case same
    case nothing
    case ascii(UInt8)
  }

  static func folded(_ scalar: UInt32) -> Folding {
    switch scalar {
    case 0xad, 0x34f, 0x61c, 0x180e, 0x200b...0x200f, 0x202a...0x202e, 0x2060...0x206f, 0xfeff:
      return .nothing
    case 0x300...0x36f, 0x20d0...0x20f0: return .nothing  // combining marks
    case 0xa0, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000: return .ascii(0x20)
    case 0xff01...0xff5e: return ascii(scalar - 0xff01 + 0x21)
    case 0xe0020...0xe007e: return ascii(scalar - 0xe0000)
    case 0xe0001, 0xe007f: return .nothing
    case 0xfe00...0xfe0f: return selector(scalar - 0xfe00)
    case 0xe0100...0xe01ef: return selector(scalar - 0xe0100 + 16)
    case 0x1d400...0x1d6a3: return letter((scalar - 0x1d400) % 52)
    case 0x1d7ce...0x1d7ff: return ascii(0x30 + (scalar - 0x1d7ce) % 10)
    case 0x24b6...0x24e9: return letter(scalar - 0x24b6)
    case 0x249c...0x24b5: return letter(26 + scalar - 0x249c)
    case 0x1f130...0x1f149: return letter(scalar - 0x1f130)
    case 0x1f150...0x1f169: return letter(scalar - 0x1f150)
    case 0x1f170...0x1f189: return letter(scalar - 0x1f170)
    case 0x1f1e6...0x1f1ff: return letter(scalar - 0x1f1e6)
    case 0x2460...0x2468: return ascii(0x31 + scalar - 0x2460)
    case 0x2010...0x2015, 0x2212, 0xfe58, 0xfe63: return .ascii(0x2d)
    case 0x2018, 0x2019, 0x201b, 0x2032, 0x2bc: return .ascii(0x27)
    case 0x201c...0x201f, 0x2033, 0xab, 0xbb: return .ascii(0x22)
    default:
      if scalar < Self.flatCount {
        let letter = flat[Int(scalar)]
        return letter == 0 ? .same : .ascii(letter)
      }
      return letters[scalar].map { .ascii($0) } ?? .same
    }
  }

  private static func ascii(_ value: UInt32) -> Folding { .ascii(UInt8(truncatingIfNeeded: value)) }

  /// 0…25 are A…Z, 26…51 are a…z.
  private static func letter(_ index: UInt32) -> Folding {
    index < 26 ? ascii(0x41 + index) : ascii(0x61 + (index - 26) % 26)
  }

  /// Selectors number the 256 bytes; those that are text come to light.
  private static func selector(_ value: UInt32) -> Folding {
    (0x20...0x7e).contains(value) ? ascii(value) : .nothing
  }

  /// Letters that look like ASCII ones or are ASCII ones with an accent.
  private static let letters: [UInt32: UInt8] = {
    var table: [UInt32: UInt8] = [:]
    for (plain, others) in alphabets {
      for scalar in others.unicodeScalars { table[scalar.value] = plain }
    }
    return table
  }()

  /// The letters below U+2200 by their number; 0 for those that stay.
  private static let flat: [UInt8] = {
    var table = [UInt8](repeating: 0, count: Int(flatCount))
    for (scalar, plain) in letters where scalar < flatCount { table[Int(scalar)] = plain }
    return table
  }()
  private static let flatCount: UInt32 = 0x2200

  private static let alphabets: [(UInt8, String)] = [
    (0x61, "àáâãäåāăąǎạảấầаαɑ"), (0x41, "ÀÁÂÃÄÅĀĂĄАΑᴀ"), (0x62, "ьƅ"), (0x42, "ВΒʙ"),
    (0x63, "çćĉċčсϲⅽᴄ"), (0x43, "ÇĆĈĊČСϹⅭ"), (0x64, "ďđԁⅾ"), (0x44, "ĎĐⅮᴅ"),
    (0x65, "èéêëēĕėęěẹеєℯε"), (0x45, "ÈÉÊËĒĔĖĘĚЕΕᴇ"), (0x66, "ƒẝ"), (0x46, "Ϝ"),
    (0x67, "ĝğġģɡց"), (0x47, "ĜĞĠĢԌɢ"), (0x68, "ĥħһհℎ"), (0x48, "ĤĦНΗʜ"),
    (0x69, "ìíîïĩīĭįıіιⅰɩ"), (0x49, "ÌÍÎÏĨĪĬĮİІΙⅠɪ"), (0x6a, "ĵјϳ"), (0x4a, "ĴЈͿᴊ"),
    (0x6b, "ķкκ"), (0x4b, "ĶКΚᴋ"), (0x6c, "ĺļľŀłⅼӏ"), (0x4c, "ĹĻĽĿŁⅬʟ"),
    (0x6d, "мⅿ"), (0x4d, "МΜⅯᴍ"), (0x6e, "ñńņňŉոη"), (0x4e, "ÑŃŅŇΝɴ"),
    (0x6f, "òóôõöøōŏőọоοօσ"), (0x4f, "ÒÓÔÕÖØŌŎŐОΟՕᴏ"), (0x70, "рρ"), (0x50, "РΡᴘ"),
    (0x71, "ԛգ"), (0x72, "ŕŗřгʀ"), (0x52, "ŔŖŘ"), (0x73, "śŝşšșѕ"), (0x53, "ŚŜŞŠȘЅՏ"),
    (0x74, "ţťŧțтτ"), (0x54, "ŢŤŦȚТΤᴛ"), (0x75, "ùúûüũūŭůűųưսυᴜ"), (0x55, "ÙÚÛÜŨŪŬŮŰŲՍ"),
    (0x76, "νѵⅴᴠ"), (0x56, "ѴⅤ"), (0x77, "ŵԝᴡ"), (0x57, "ŴԜ"), (0x78, "хⅹ"), (0x58, "ХΧⅩ"),
    (0x79, "ýÿŷуү"), (0x59, "ÝŶŸУΥҮ"), (0x7a, "źżžᴢ"), (0x5a, "ŹŻŽΖ"), (0x2e, "․。｡"), (0x3a, "꞉ː："),
  ]
}
