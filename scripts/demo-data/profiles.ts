type Project = { name: string; area: string; done: string; price: string; owner: string }

/** What a bidder says of itself in its papers and its credit library alike. */
type Profile = {
  regionCode: string
  manager: string
  managerNumber: string
  managerSafety: string
  engineer: string
  grade: string
  gradeNumber: string
  safetyNumber: string
  bondNumber: string
  headcount: string
  staff: string[]
  projects: Project[]
  current: [string, string]
  turnover: number
}

const profiles: Record<string, Profile> = {
  'bidder-a': {
    regionCode: '33',
    manager: '韩立群',
    managerNumber: '浙133061102208',
    managerSafety: '浙建安B20190316',
    engineer: '郭文涛',
    grade: '建筑工程施工总承包壹级',
    gradeNumber: 'YSD133000188',
    safetyNumber: '（浙）演示安许证字〔2024〕000188',
    bondNumber: 'YCYH-BH-2026-0418',
    headcount: '686人，其中一级注册建造师42人、高级工程师58人',
    staff: ['丁立新', '潘晓岚', '严志刚', '冯海涛', '夏静怡', '姜文斌', '白雪梅', '任宏伟', '杜春燕'],
    projects: [
      { name: '云川市实验小学迁建工程', area: '21680', done: '2023-08-18', price: '9286.40', owner: '云川市教育局' },
      { name: '滨江中学综合楼工程', area: '13420', done: '2021-11-26', price: '5420.80', owner: '云川市滨江中学' },
      {
        name: '云川市青少年活动中心',
        area: '10860',
        done: '2024-12-10',
        price: '6180.25',
        owner: '云川市文化发展中心',
      },
      { name: '学院路人才公寓', area: '46200', done: '2025-05-30', price: '17860.00', owner: '云川市安居建设有限公司' },
      {
        name: '云川市第二人民医院门诊楼',
        area: '18940',
        done: '2022-06-15',
        price: '9840.60',
        owner: '云川市第二人民医院',
      },
      { name: '高新区创业中心二期', area: '32150', done: '2023-03-28', price: '12650.00', owner: '云川高新区建设中心' },
    ],
    current: ['云川市档案馆新馆', '高铁新城邻里中心'],
    turnover: 207318.94,
  },
  'bidder-b': {
    regionCode: '32',
    manager: '彭建国',
    managerNumber: '苏132071203316',
    managerSafety: '苏建安B20200207',
    engineer: '宋立诚',
    grade: '建筑工程施工总承包贰级',
    gradeNumber: 'YSD232000066',
    safetyNumber: '（苏）演示安许证字〔2024〕000066',
    bondNumber: 'LJYH-BH-2026-0227',
    headcount: '412人，其中一级注册建造师24人、高级工程师31人',
    staff: ['钱学军', '吴晓梅', '孙大鹏', '徐志远', '马丽娜', '朱文浩', '胡秋月', '高永刚', '林晓霞'],
    projects: [
      {
        name: '澜江市外国语学校教学楼',
        area: '16350',
        done: '2024-07-22',
        price: '6940.10',
        owner: '澜江市外国语学校',
      },
      { name: '澜江开发区幼儿园', area: '10240', done: '2022-08-12', price: '4860.50', owner: '澜江开发区社会事业局' },
      { name: '建业路社区服务中心', area: '12180', done: '2023-10-19', price: '5230.00', owner: '建业路街道办事处' },
      {
        name: '澜江软件园五号楼',
        area: '28600',
        done: '2025-03-14',
        price: '11320.75',
        owner: '澜江软件园开发有限公司',
      },
      { name: '澜江市体育馆改造工程', area: '14700', done: '2021-09-25', price: '7450.30', owner: '澜江市体育中心' },
      { name: '运河东岸安置房一期', area: '52400', done: '2022-12-20', price: '19870.00', owner: '澜江市城建集团' },
    ],
    current: ['澜江市图书馆分馆', '新区消防站'],
    turnover: 136540.27,
  },
}

export function profileOf(id: string): Profile {
  const profile = profiles[id]
  if (!profile) throw new Error(`no profile of ${id}`)
  return profile
}

const month = (date: string) => `${Number(date.slice(0, 4))}年${Number(date.slice(5, 7))}月`

/** The profile as words of the bidder's texts. */
export function profileWords(id: string): Record<string, string> {
  const {
    regionCode,
    manager,
    managerNumber,
    managerSafety,
    engineer,
    grade,
    safetyNumber,
    bondNumber,
    headcount,
    ...rest
  } = profileOf(id)
  const words: Record<string, string> = {
    regionCode,
    manager,
    managerNumber,
    managerSafety,
    engineer,
    grade,
    safetyNumber,
    bondNumber,
    headcount,
    quality: '合格',
  }
  for (const [i, name] of rest.staff.entries()) words[`staff${i + 1}`] = name
  for (const [i, { name, area, done }] of rest.projects.entries())
    Object.assign(words, { [`project${i + 1}`]: name, [`area${i + 1}`]: area, [`done${i + 1}`]: month(done) })
  for (const [i, name] of rest.current.entries()) words[`current${i + 1}`] = name
  return words
}

const ten = (value: number) => value.toFixed(2)

/** Three years of finance in ten thousand yuan, growing from the last year's turnover backwards. */
export function financeRows(id: string): string[][] {
  const { turnover } = profileOf(id)
  const years = [0.9, 0.958, 1].map((part) => ({
    income: turnover * part,
    assets: turnover * part * 0.6507,
    debts: turnover * part * 0.6507 * (0.628 - part * 0.11),
  }))
  const row = (label: string, of: (year: (typeof years)[number]) => string) => [label, ...years.map(of)]
  return [
    ['指标（万元）', '2023年', '2024年', '2025年'],
    row('资产总额', (year) => ten(year.assets)),
    row('负债总额', (year) => ten(year.debts)),
    row('净资产', (year) => ten(year.assets - year.debts)),
    row('营业收入', (year) => ten(year.income)),
    row('利润总额', (year) => ten(year.income * 0.0373)),
    row('净利润', (year) => ten(year.income * 0.0373 * 0.75)),
    row('资产负债率', (year) => `${((year.debts / year.assets) * 100).toFixed(2)}%`),
  ]
}
