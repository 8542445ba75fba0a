import { expect, it } from 'vitest';
import { rankAll } from './rank-for-tests.ts';
import { splitWords, standsIn, toTerms, withoutNames } from './words.ts';

/** Lines of people in one script, and questions, each with the number of the line that answers it. */
interface Sample {
  lines: string[];
  questions: [question: string, answer: number][];
}

const SAMPLES: Record<string, Sample> = {
  'Han (Chinese)': {
    lines: [
      '我的猫叫小黑，它最讨厌下雨。',
      '我姐姐住在巴黎，是一名护士。',
      '我对花生过敏。',
      '昨天我买了一辆红色的自行车。',
      '我的生日是五月三号。',
      '晚上我喜欢听音乐。',
    ],
    questions: [
      ['我的猫叫什么名字？', 0],
      ['我姐姐住在哪里？', 1],
      ['你还记得我对什么过敏吗？', 2],
      ['我的自行车是什么颜色的？', 3],
      ['我的生日是哪一天？', 4],
    ],
  },
  'Kana and Han (Japanese)': {
    lines: [
      '私の猫の名前はクロです。雨が大嫌いです。',
      '姉はパリに住んでいて、看護師をしています。',
      '私はピーナッツにアレルギーがあります。',
      '昨日、赤い自転車を買いました。',
      '誕生日は五月三日です。',
      '夜は音楽を聴くのが好きです。',
    ],
    questions: [
      ['私の猫は何という名前ですか？', 0],
      ['姉はどこに住んでいますか？', 1],
      ['何のアレルギーがあるか覚えていますか？', 2],
      ['自転車は何色ですか？', 3],
      ['私の誕生日はいつ？', 4],
    ],
  },
  'Hangul (Korean)': {
    lines: [
      '제 고양이의 이름은 까망이예요. 비를 정말 싫어해요.',
      '언니는 파리에 살고 간호사로 일해요.',
      '저는 땅콩 알레르기가 있어요.',
      '어제 빨간 자전거를 샀어요.',
      '제 생일은 오월 삼일이에요.',
      '밤에는 음악을 듣는 것을 좋아해요.',
    ],
    questions: [
      ['고양이는 이름이 뭐예요?', 0],
      ['언니가 어디에 살아요?', 1],
      ['무슨 알레르기인지 기억해요?', 2],
      ['자전거는 무슨 색이에요?', 3],
      ['생일이 언제예요?', 4],
    ],
  },
  Thai: {
    lines: [
      'แมวของฉันชื่อนิลมันเกลียดฝนมาก',
      'พี่สาวอาศัยอยู่ที่ปารีสและเป็นพยาบาล',
      'ฉันแพ้ถั่วลิสง',
      'เมื่อวานฉันซื้อจักรยานสีแดง',
      'วันเกิดของฉันคือวันที่สามพฤษภาคม',
      'ตอนกลางคืนฉันชอบฟังเพลง',
    ],
    questions: [
      ['แมวชื่ออะไร', 0],
      ['พี่สาวของฉันอยู่ที่ไหน', 1],
      ['จำได้ไหมว่าฉันแพ้อะไร', 2],
      ['จักรยานของฉันสีอะไร', 3],
      ['วันเกิดของฉันวันไหน', 4],
    ],
  },
  Lao: {
    lines: [
      'ແມວຂອງຂ້ອຍຊື່ດຳມັນກຽດຝົນຫຼາຍ',
      'ເອື້ອຍຂອງຂ້ອຍຢູ່ປາຣີແລະເປັນພະຍາບານ',
      'ຂ້ອຍແພ້ຖົ່ວດິນ',
      'ມື້ວານນີ້ຂ້ອຍຊື້ລົດຖີບສີແດງ',
      'ວັນເກີດຂອງຂ້ອຍແມ່ນວັນທີສາມພຶດສະພາ',
      'ຕອນກາງຄືນຂ້ອຍມັກຟັງເພງ',
    ],
    questions: [
      ['ແມວຊື່ຫຍັງ', 0],
      ['ເອື້ອຍຢູ່ໃສ', 1],
      ['ຈື່ໄດ້ບໍ່ວ່າຂ້ອຍແພ້ຫຍັງ', 2],
      ['ລົດຖີບສີຫຍັງ', 3],
      ['ວັນເກີດແມ່ນມື້ໃດ', 4],
    ],
  },
  Khmer: {
    lines: [
      'ឆ្មារបស់ខ្ញុំឈ្មោះខ្មៅវាស្អប់ភ្លៀងណាស់',
      'បងស្រីខ្ញុំរស់នៅប៉ារីសហើយជាគិលានុបដ្ឋាក',
      'ខ្ញុំមានអាឡែស៊ីនឹងសណ្តែកដី',
      'ម្សិលមិញខ្ញុំបានទិញកង់ពណ៌ក្រហម',
      'ថ្ងៃកំណើតរបស់ខ្ញុំគឺថ្ងៃទីបីឧសភា',
      'ពេលយប់ខ្ញុំចូលចិត្តស្តាប់តន្ត្រី',
    ],
    questions: [
      ['ឆ្មាឈ្មោះអ្វី', 0],
      ['បងស្រីរស់នៅឯណា', 1],
      ['តើខ្ញុំអាឡែស៊ីនឹងអ្វី', 2],
      ['កង់របស់ខ្ញុំពណ៌អ្វី', 3],
      ['ថ្ងៃកំណើតរបស់ខ្ញុំពេលណា', 4],
    ],
  },
  Burmese: {
    lines: [
      'ကျွန်တော့်ကြောင်နာမည်ကအမည်းလေးပါ။မိုးကိုမုန်းတယ်။',
      'အစ်မကပါရီမှာနေပြီးသူနာပြုလုပ်တယ်။',
      'ကျွန်တော်မြေပဲနဲ့ဓာတ်မတည့်ဘူး။',
      'မနေ့ကစက်ဘီးအနီတစ်စီးဝယ်ခဲ့တယ်။',
      'မွေးနေ့ကမေလသုံးရက်ပါ။',
      'ညဘက်မှာသီချင်းနားထောင်ရတာကြိုက်တယ်။',
    ],
    questions: [
      ['ကြောင်နာမည်ဘာလဲ', 0],
      ['အစ်မဘယ်မှာနေလဲ', 1],
      ['ဘာနဲ့ဓာတ်မတည့်တာလဲ', 2],
      ['စက်ဘီးကဘာအရောင်လဲ', 3],
      ['မွေးနေ့ဘယ်တော့လဲ', 4],
    ],
  },
  'Devanagari (Hindi)': {
    lines: [
      'मेरी बिल्ली का नाम कालू है, उसे बारिश पसंद नहीं।',
      'मेरी बहन पेरिस में रहती है और नर्स है।',
      'मुझे मूंगफली से एलर्जी है।',
      'कल मैंने लाल साइकिल खरीदी।',
      'मेरा जन्मदिन तीन मई को है।',
      'रात को मैं संगीत सुनता हूँ।',
    ],
    questions: [
      ['मेरी बिल्ली का नाम क्या है?', 0],
      ['बहन कहाँ रहती है?', 1],
      ['मुझे किस चीज़ से एलर्जी है?', 2],
      ['साइकिल का रंग क्या है?', 3],
      ['मेरा जन्मदिन कब है?', 4],
    ],
  },
  Tamil: {
    lines: [
      'என் பூனையின் பெயர் கருப்பன், அதற்கு மழை பிடிக்காது.',
      'என் அக்கா பாரிஸில் வசிக்கிறாள், செவிலியர்.',
      'எனக்கு வேர்க்கடலை ஒவ்வாமை உண்டு.',
      'நேற்று சிவப்பு மிதிவண்டி வாங்கினேன்.',
      'என் பிறந்தநாள் மே மூன்று.',
      'இரவில் இசை கேட்பேன்.',
    ],
    questions: [
      ['என் பூனையின் பெயர் என்ன?', 0],
      ['அக்கா எங்கே வசிக்கிறாள்?', 1],
      ['எனக்கு எதில் ஒவ்வாமை?', 2],
      ['மிதிவண்டி என்ன நிறம்?', 3],
      ['பிறந்தநாள் எப்போது?', 4],
    ],
  },
  Arabic: {
    lines: [
      'اسم قطتي سوداء وهي تكره المطر.',
      'أختي تعيش في باريس وتعمل ممرضة.',
      'عندي حساسية من الفول السوداني.',
      'أمس اشتريت دراجة حمراء.',
      'عيد ميلادي في الثالث من مايو.',
      'في الليل أحب سماع الموسيقى.',
    ],
    questions: [
      ['ما اسم قطتي؟', 0],
      ['أين تعيش أختي؟', 1],
      ['من ماذا عندي حساسية؟', 2],
      ['ما لون دراجة اشتريت؟', 3],
      ['متى عيد ميلادي؟', 4],
    ],
  },
  'Cyrillic (Russian)': {
    lines: [
      'Мою кошку зовут Чернушка, она не любит дождь.',
      'Моя сестра живёт в Париже и работает медсестрой.',
      'У меня аллергия на арахис.',
      'Вчера я купил красный велосипед.',
      'Мой день рождения третьего мая.',
      'Вечером я слушаю музыку.',
    ],
    questions: [
      ['Как зовут мою кошку?', 0],
      ['Где живёт сестра?', 1],
      ['На что у меня аллергия?', 2],
      ['Какого цвета мой велосипед?', 3],
      ['Когда мой день рождения?', 4],
    ],
  },
  Greek: {
    lines: [
      'Η γάτα μου λέγεται Μαυρούλα και μισεί τη βροχή.',
      'Η αδερφή μου μένει στο Παρίσι και είναι νοσοκόμα.',
      'Έχω αλλεργία στα φιστίκια.',
      'Χθες αγόρασα ένα κόκκινο ποδήλατο.',
      'Τα γενέθλιά μου είναι στις τρεις Μαΐου.',
      'Το βράδυ ακούω μουσική.',
    ],
    questions: [
      ['Πώς λέγεται η γάτα μου;', 0],
      ['Πού μένει η αδερφή μου;', 1],
      ['Σε τι έχω αλλεργία;', 2],
      ['Τι χρώμα είναι το ποδήλατο;', 3],
      ['Πότε είναι τα γενέθλιά μου;', 4],
    ],
  },
  'Latin (English)': {
    lines: [
      'My cat is called Ink and hates the rain.',
      'My sister lives in Paris and is a nurse.',
      'I am allergic to peanuts.',
      'Yesterday I bought a red bicycle.',
      'My birthday is on the third of May.',
      'At night I listen to music.',
    ],
    questions: [
      ["What is my cat's name?", 0],
      ['Where does my sister live?', 1],
      ['Do you remember what I am allergic to?', 2],
      ['What colour is my bicycle?', 3],
      ['When is my birthday?', 4],
    ],
  },
};

/** The share of questions whose answer is the first of six, each line in a session of its own. */
function recallAtOne({ lines, questions }: Sample): number {
  const candidates = lines.map((text, seq) => ({
    id: `${seq}`,
    text,
    terms: toTerms(text),
    speaker: 'person' as const,
    speakerName: 'Ada',
    saidAtMs: Date.UTC(2026, 0, 1 + seq),
    sessionId: `${seq}`,
    seq: 0,
  }));
  const found = questions.filter(([text, answer]) => {
    const [best] = rankAll(text, candidates);
    return best?.id === `${answer}`;
  });
  return found.length / questions.length;
}

it('finds the line that answers a question in every script', () => {
  const recalls = Object.entries(SAMPLES).map(([script, sample]) => [script, recallAtOne(sample)] as const);

  const mean = recalls.reduce((sum, [, recall]) => sum + recall, 0) / recalls.length;
  process.stdout.write(
    `recall@1 of 6 by script: ${recalls.map(([script, recall]) => `${script} ${Math.round(recall * 100)} %`).join(', ')}; mean ${Math.round(mean * 100)} %\n`,
  );
  for (const [script, recall] of recalls) expect(recall, script).toBeGreaterThanOrEqual(0.8);
  expect(mean).toBeGreaterThanOrEqual(0.95);
});

it('keeps vowel signs in the words they belong to', () => {
  expect(splitWords('बिल्ली का नाम')).toEqual(['बिल्ली', 'का', 'नाम']);
});

it('parts scripts that stand without a blank between them', () => {
  expect(splitWords('2026年に買ったiPhoneです')).toEqual(['2026', '年に買った', 'iphone', 'です']);
});

it('sees a name inside a sentence without blanks, and takes it out', () => {
  const words = splitWords('莉莉丝说过什么？');

  expect(standsIn('莉莉丝', words)).toBe(true);
  expect(withoutNames(words, ['莉莉丝', 'Ada'])).toBe(' 说过什么');
});

it('puts no blank into a term, since terms are stored as one line', () => {
  for (const { lines } of Object.values(SAMPLES)) {
    for (const term of lines.flatMap(toTerms)) expect(term).toMatch(/^\S+$/);
  }
});
