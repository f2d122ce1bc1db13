/// Whether letters follow each other as they do in words, or by chance.
enum LetterPairs {
  /// The pairs that make up some nine tenths of English text and most of other European languages in Latin
  /// script; chance letters hit them about one time in four.
  private static let common: [Bool] = {
    let pairs = """
      th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co \
      me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us \
      ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa \
      im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke \
      fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du \
      ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu \
      ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn \
      eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt \
      bs ik dd pl ad mi us er se cr et ss wo rd ke ey pa bj xi uf rb lp gg wr ja zi ka xa uk vy lk dm \
      gt za
      """
    var table = [Bool](repeating: false, count: 26 * 26)
    for pair in pairs.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let letters = Array(pair.utf8)
      if letters.count == 2 { table[Int(letters[0] - 0x61) * 26 + Int(letters[1] - 0x61)] = true }
    }
    return table
  }()

  /// The share of common pairs among pairs of neighbouring letters, 0…1; 1 where there are none.
  static func commonShare(_ value: ArraySlice<UInt8>) -> Double {
    var pairs = 0
    var hits = 0
    var previous: UInt8?
    for byte in value {
      guard ASCII.isLetter(byte) else {
        previous = nil
        continue
      }
      let letter = ASCII.lowercased(byte) &- 0x61
      if let before = previous {
        pairs += 1
        if common[Int(before) * 26 + Int(letter)] { hits += 1 }
      }
      previous = letter
    }
    return pairs == 0 ? 1 : Double(hits) / Double(pairs)
  }

  /// Whether `value` reads like chance.
  static func areChance(_ value: ArraySlice<UInt8>) -> Bool { commonShare(value) < chanceShareMax }

  private static let chanceShareMax = 0.62
}
