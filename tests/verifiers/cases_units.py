"""Units, money, time, angles, bases, words and options inside mathematics; the notation is that of cases_math."""

from tests.verifiers.cases_math import table

UNITS = table(r"""
5 cm ;; 5cm ;; 5\text{ cm} ;; 5 \mathrm{cm} ;; 5\,\text{cm} ;; 5厘米 ;; 5 厘米 ;; 5 centimeters ;; 0.05 m ;; 50 mm ;; 50毫米 ;; ５ｃｍ ;; 5 cm. ;; 5~cm ;; 5 公分 ;; 5 ~ 5 cm
5 m ;; 5 cm^2 ;; 5 kg ;; 6 cm ;; 5米 ;; 50 cm ;; 5 inches ;; 5% !~ 5 cm
3 kg ;; 3千克 ;; 3公斤 ;; 3000 g ;; 3 kilograms ;; 6斤 ;; 3000克 ~ 3 kg
3 g ;; 3 m ;; 30 g ;; 3克 ;; 3 lb !~ 3 kg
12 cm^2 ;; 12\text{ cm}^2 ;; 12\ \mathrm{cm^2} ;; 12 cm² ;; 12 square centimeters ;; 12平方厘米 ;; 12 sq cm ;; 12 cm^{2} ;; 12 ㎠ ;; 12 ~ 12 cm^2
12 cm ;; 12 cm^3 ;; 12 m^2 ;; 12平方米 ;; 12立方厘米 !~ 12 cm^2
24\pi cm^3 ;; 24π cm³ ;; 24\pi\text{ cm}^3 ;; 24\pi 立方厘米 ;; 24\pi ~ 24\pi \text{ cm}^3
24\pi cm^2 ;; 24 cm^3 ;; 24\pi m^3 !~ 24\pi \text{ cm}^3
2\sqrt{3} cm ;; 2\sqrt3厘米 ;; \sqrt{12}\text{ cm} ;; 2√3 cm ~ 2\sqrt{3} cm
2\sqrt{3} m ;; 3\sqrt2 cm !~ 2\sqrt{3} cm
60 km/h ;; 60 km per hour ;; 60千米/时 ;; 60公里/小时 ;; 60 \text{ km/h} ;; 60 kilometers per hour ;; 60 kph ;; 60千米/小时 ;; 每小时60千米 ~ 60 km/h
60 m/s ;; 60 mph ;; 60 km ;; 6 km/h ;; 60米/秒 !~ 60 km/h
9.8 m/s^2 ;; 9.8\text{ m/s}^2 ;; 9.8 m/s² ;; 9.8米/秒^2 ~ 9.8 m/s^2
9.8 m/s ;; 9.8 cm/s^2 !~ 9.8 m/s^2
\$5 ;; $5 ;; \$5.00 ;; 5 dollars ;; 5 USD ;; 5美元 ;; US$5 ;; 500 cents ;; 5 \text{ dollars} ;; ＄5 ;; $5.00 ;; five dollars ;; 5 ~ \$5
\$50 ;; 5 cents ;; 5元 ;; €5 ;; 5欧元 ;; £5 ;; \$0.5 !~ \$5
\$1,234.50 ;; $1,234.5 ;; 1234.50 dollars ;; \$1234.5 ;; \$1{,}234.50 ~ \$1,234.50
\$0.50 ;; 50 cents ;; 50¢ ;; 50美分 ;; $.50 ~ \$0.50
12元 ;; ¥12 ;; ￥12 ;; 12 yuan ;; 12块 ;; 12块钱 ;; RMB 12 ;; 12人民币 ;; 120角 ;; 十二元 ;; 12.00元 ;; 12 ~ 12元
\$12 ;; 12角 ;; 1.2元 ;; 12分 ;; 21元 !~ 12元
5万元 ;; 50000元 ;; 5万 ;; 50,000 元 ;; 五万元 ~ 50000元
5元 ;; 5千元 !~ 50000元
5元3角 ;; 5.3元 ;; 53角 ~ 5.3元
2 hours 30 minutes ;; 2.5 hours ;; 150 minutes ;; 2小时30分 ;; 2小时30分钟 ;; 2 hours and 30 minutes ;; 2.5小时 ;; 150分钟 ;; 2 h 30 min ;; 2 hours, 30 minutes ~ 2.5 hours
2.3 hours ;; 230 minutes ;; 2 hours ;; 2.5 minutes !~ 2.5 hours
3 days ;; 72 hours ;; 3天 ;; three days ;; 三天 ~ 3 days
3 hours ;; 3 weeks !~ 3 days
15 years ;; 15岁 ;; 15 years old ;; 15年 ;; 15 ~ 15 years
15 days ;; 51 !~ 15 years
60^\circ ;; 60° ;; 60 degrees ;; 60度 ;; 60^{\circ} ;; 60 \text{ degrees} ;; 60º ;; \angle A=60^\circ ;; 60 ;; \frac{\pi}{3} rad ;; 60\degree ~ 60^\circ
30° ;; 120° ;; 6^\circ ;; 60' !~ 60^\circ
\frac{\pi}{3} ?~ 60^\circ
36.5℃ ;; 36.5°C ;; 36.5 ^\circ C ;; 36.5摄氏度 ~ 36.5^\circ C
36.5°F ;; 36.6℃ !~ 36.5^\circ C
7 apples ;; 7 ;; 7 apple ;; seven apples ~ 7 apples
7 pears ;; 8 apples ;; 7 cm !~ 7 apples
12个 ;; 12 ;; 十二个 ;; 12 个 ~ 12个
21个 ;; 12元 !~ 12个
12个苹果 ;; 12个 ;; 12 ~ 12个苹果
12个梨 ;; 2个苹果 !~ 12个苹果
5人 ;; 5个人 ;; 5 ~ 5人
6 ways ;; 6种 ;; 6 ~ 6
1011_2 ;; 1011_{2} ;; 1011₂ ;; (1011)_2 ;; 1011_{(2)} ;; 1011_{\text{two}} ;; 1011 base 2 ;; 1011 (base 2) ;; 0b1011 ;; 1011_\text{two} ~ 1011_2
1011 ;; 1011_3 ;; 1010_2 ;; 1011_8 !~ 1011_2
13_8 ?~ 1011_2
2516_8 ;; 2516_{8} ~ 2516_8
2516 ;; 2516_9 ;; 2516_7 !~ 2516_8
1F_{16} ;; 0x1F ;; 1f_{16} ;; 1F_{\text{16}} ~ 1F_{16}
1E_{16} ;; 1F !~ 1F_{16}
x=5 cm ;; 5 cm ;; x=5厘米 ~ x = 5 \text{ cm}
(B) ;; B ;; B. ;; \text{B} ;; \textbf{(B)} ;; **B** ;; 选B ;; Option B ;; 选项B ;; （B） ;; Ｂ ;; 故选B ;; 答案：B ;; b ;; [B] ;; (B) 12 ;; B: 12 ~ B
A ;; D ;; AB ;; 8 ;; C. B ;; A or B ;; not B !~ B
\text{even} ;; Even ;; even. ;; 偶数 ;; \textit{even} ~ \text{even}
odd ;; evens and odds ;; 奇数 ;; not even !~ \text{even}
yes ;; Yes. ;; \text{Yes} ;; 是 ;; True ;; 正确 ~ Yes
no ;; 否 ;; false ;; 不是 !~ Yes
Tuesday ;; tuesday ;; 星期二 ;; 周二 ~ Tuesday
Thursday ;; 星期四 ;; 2 !~ Tuesday
3:00 PM ;; 3 p.m. ;; 3:00pm ;; 3:00 p.m. ;; 下午3点 ;; 3 PM ~ 3:00 PM
3:00 AM ;; 4:00 PM ;; 上午3点 !~ 3:00 PM
June 20 ;; 20 June ;; June 20th ;; 6月20日 ~ June 20
June 21 ;; July 20 ;; 20 !~ June 20
New York ;; new york ~ New York
York ;; New Jersey !~ New York
maybe 5 ;; not 5 ;; 5 or 6 ;; 5? ;; 5 or maybe 6 ;; either 5 or 6 ;; about 5 ;; 5或6 ;; 可能是5 ;; 不是5 ;; 也许5 ;; 大概是5 ;; I don't know ;; ~5? ;; 5 (not sure) ;; probably 5 ;; 5, I guess ;; 5, 6 ;; 5/6 ;; perhaps 5 ;; x≠5 ;; 不等于5 ;; approximately 5 ;; 5左右 ;; 要么5要么6 ;; 5 or so ;; $\neq 5$ ;; \lnot 5 ;; 5 and 6 ;; 5、6 ;; 5 to 6 ;; 5-6 ;; 5~6 !~ 5
What is 2+3? ;; Compute 2+3. ;; 2+3=? ;; 求2+3的值 ;; 计算：2+3 ;; 2+3等于多少？ ;; Find the sum of 2 and 3. ;; Evaluate 2+3 ;; How many apples are there? ;;  ;; n/a ;; ? ;; ... ;; the answer ;; 答案 ;; answer: !~ 5
""")
